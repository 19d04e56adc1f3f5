package dev.agentpost.mail.mailboxstore.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.mailboxstore.Scavenger;
import java.time.Instant;
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;

/** How far a {@link ScavengeTask} has come, as JSON. */
public record ScavengeDetailsDto(
        @JsonProperty("type") String type,
        @JsonProperty("sweep") boolean sweep,
        @JsonProperty("kept") long kept,
        @JsonProperty("removed") long removed,
        @JsonProperty("bytes") long bytes,
        @JsonProperty("timestamp") Instant timestamp)
        implements AdditionalInformationDTO {

    public static AdditionalInformationDTOModule<?, ScavengeDetailsDto> module() {
        return DTOModule.forDomainObject(ScavengeTask.Details.class)
                .convertToDTO(ScavengeDetailsDto.class)
                .toDomainObjectConverter(dto -> new ScavengeTask.Details(
                        dto.sweep, new Scavenger.Report(dto.kept, dto.removed, dto.bytes), dto.timestamp))
                .toDTOConverter((details, type) -> new ScavengeDetailsDto(
                        type,
                        details.sweep(),
                        details.report().kept(),
                        details.report().removed(),
                        details.report().bytes(),
                        details.timestamp()))
                .typeName(ScavengeTask.TYPE.asString())
                .withFactory(AdditionalInformationDTOModule::new);
    }

    @Override
    public String getType() {
        return type;
    }

    @Override
    public Instant getTimestamp() {
        return timestamp;
    }
}

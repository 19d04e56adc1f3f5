package dev.agentpost.mail.trash.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.trash.TrashEmptying;
import java.time.Instant;
import java.util.Optional;
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;

/** How far a {@link TrashEmptyingTask} has come, as JSON. */
public record TrashEmptyingDetailsDto(
        @JsonProperty("type") String type,
        @JsonProperty("inbox") Optional<String> inbox,
        @JsonProperty("folders") long folders,
        @JsonProperty("removed") long removed,
        @JsonProperty("bytes") long bytes,
        @JsonProperty("failed") long failed,
        @JsonProperty("timestamp") Instant timestamp)
        implements AdditionalInformationDTO {

    public static AdditionalInformationDTOModule<?, TrashEmptyingDetailsDto> module() {
        return DTOModule.forDomainObject(TrashEmptyingTask.Details.class)
                .convertToDTO(TrashEmptyingDetailsDto.class)
                .toDomainObjectConverter(dto -> new TrashEmptyingTask.Details(
                        dto.inbox,
                        new TrashEmptying.Report(dto.folders, dto.removed, dto.bytes, dto.failed),
                        dto.timestamp))
                .toDTOConverter((details, type) -> new TrashEmptyingDetailsDto(
                        type,
                        details.inbox(),
                        details.report().folders(),
                        details.report().removed(),
                        details.report().bytes(),
                        details.report().failed(),
                        details.timestamp()))
                .typeName(TrashEmptyingTask.TYPE.asString())
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

package dev.agentpost.mail.mailboxstore.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.integrity.Finding;
import dev.agentpost.mail.mailboxstore.integrity.StoreCheck;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;

/** {@link StoreCheckDetails} as JSON. */
public record StoreCheckDetailsDto(
        @JsonProperty("type") String type,
        @JsonProperty("inbox") Optional<String> inbox,
        @JsonProperty("repair") boolean repair,
        @JsonProperty("depth") String depth,
        @JsonProperty("folders") long folders,
        @JsonProperty("messages") long messages,
        @JsonProperty("found") long found,
        @JsonProperty("findings") List<FindingDto> findings,
        @JsonProperty("timestamp") Instant timestamp)
        implements AdditionalInformationDTO {

    public static AdditionalInformationDTOModule<?, StoreCheckDetailsDto> module() {
        return DTOModule.forDomainObject(StoreCheckDetails.class)
                .convertToDTO(StoreCheckDetailsDto.class)
                .toDomainObjectConverter(StoreCheckDetailsDto::toDetails)
                .toDTOConverter(StoreCheckDetailsDto::of)
                .typeName(StoreCheckTask.TYPE.asString())
                .withFactory(AdditionalInformationDTOModule::new);
    }

    /** One finding; {@code kind} in lower case. */
    public record FindingDto(
            @JsonProperty("kind") String kind,
            @JsonProperty("folder_id") String folderId,
            @JsonProperty("inbox") String inbox,
            @JsonProperty("folder") String folder,
            @JsonProperty("uid") Optional<Long> uid,
            @JsonProperty("detail") String detail,
            @JsonProperty("repaired") boolean repaired) {

        private static FindingDto of(Finding finding) {
            return new FindingDto(
                    finding.kind().name().toLowerCase(Locale.ROOT),
                    finding.folder().toString(),
                    finding.owner(),
                    finding.name(),
                    finding.uid(),
                    finding.detail(),
                    finding.repaired());
        }

        private Finding toFinding() {
            return new Finding(
                    Finding.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                    FolderId.of(folderId),
                    inbox,
                    folder,
                    uid,
                    detail,
                    repaired);
        }
    }

    private static StoreCheckDetailsDto of(StoreCheckDetails details, String type) {
        return new StoreCheckDetailsDto(
                type,
                details.options().owner(),
                details.options().repair(),
                details.options().depth().name().toLowerCase(Locale.ROOT),
                details.folders(),
                details.messages(),
                details.found(),
                details.findings().stream().map(FindingDto::of).toList(),
                details.timestamp());
    }

    private StoreCheckDetails toDetails() {
        return new StoreCheckDetails(
                new StoreCheck.Options(inbox, repair, StoreCheck.Depth.valueOf(depth.toUpperCase(Locale.ROOT))),
                folders,
                messages,
                found,
                findings.stream().map(FindingDto::toFinding).toList(),
                timestamp);
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

package dev.agentpost.mail.domain.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.domain.CheckedRecord;
import dev.agentpost.mail.domain.CustomDomain;
import dev.agentpost.mail.inbox.InboxAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A domain as JSON.
 *
 * @param reason why it is not verified, where somebody has just asked
 * @param records not in lists
 */
record DomainResponse(
        String domain,
        @JsonProperty("organization_id") String organizationId,
        String status,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reason,
        @JsonProperty("catch_all") Optional<String> catchAll,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("verified_at") Optional<String> verifiedAt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<RecordResponse>> records) {

    static DomainResponse of(CustomDomain domain) {
        return new DomainResponse(
                domain.name(),
                domain.organizationId().value(),
                domain.status().serialize(),
                Optional.empty(),
                domain.catchAll().map(InboxAddress::asString),
                domain.createdAt().toString(),
                domain.verifiedAt().map(Instant::toString),
                Optional.empty());
    }

    DomainResponse withReason(String text) {
        return new DomainResponse(
                domain, organizationId, status, Optional.of(text), catchAll, createdAt, verifiedAt, records);
    }

    DomainResponse withRecords(List<CheckedRecord> checked) {
        return new DomainResponse(
                domain,
                organizationId,
                status,
                reason,
                catchAll,
                createdAt,
                verifiedAt,
                Optional.of(RecordResponse.all(checked)));
    }
}

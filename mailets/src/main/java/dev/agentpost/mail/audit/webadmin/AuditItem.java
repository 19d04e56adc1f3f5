package dev.agentpost.mail.audit.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.audit.AuditEvent;
import java.util.Optional;

/** An event as JSON. */
@JsonPropertyOrder({"id", "time", "action", "key_id", "inbox", "remote_address", "outcome", "reason"})
record AuditItem(
        String id,
        String time,
        String action,
        @JsonProperty("key_id") Optional<String> keyId,
        Optional<String> inbox,
        @JsonProperty("remote_address") Optional<String> remoteAddress,
        String outcome,
        Optional<String> reason) {

    static AuditItem of(AuditEvent event) {
        return new AuditItem(
                event.id().value(),
                event.id().time().toString(),
                event.action().value(),
                event.keyId().map(ApiKeyId::value),
                event.inbox(),
                event.remoteAddress(),
                event.outcome().value(),
                event.reason());
    }
}

package dev.agentpost.mail.suppression.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.suppression.Suppression;
import java.util.Optional;

/** A suppression as JSON. */
record SuppressionResponse(
        String address,
        String status,
        String reason,
        @JsonProperty("message_id") Optional<String> messageId,
        @JsonProperty("created_at") String createdAt) {

    static SuppressionResponse of(Suppression suppression) {
        return new SuppressionResponse(
                suppression.address().toString(),
                suppression.status(),
                suppression.reason(),
                suppression.messageId(),
                suppression.createdAt().toString());
    }
}

package dev.agentpost.mail.inbox.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import java.util.List;
import java.util.Optional;

/** An inbox as JSON. */
record InboxResponse(
        String id,
        @JsonProperty("organization_id") String organizationId,
        String email,
        @JsonProperty("display_name") Optional<String> displayName,
        @JsonProperty("client_id") Optional<String> clientId,
        List<String> aliases,
        @JsonProperty("send_paused") boolean sendPaused,
        @JsonProperty("created_at") String createdAt) {

    static InboxResponse of(Inbox inbox, List<InboxAddress> aliases) {
        return new InboxResponse(
                inbox.id().value(),
                inbox.organizationId().value(),
                inbox.email().asString(),
                inbox.displayName(),
                inbox.clientId(),
                aliases.stream().map(InboxAddress::asString).toList(),
                inbox.sendPaused(),
                inbox.createdAt().toString());
    }
}

package dev.agentpost.mail.ratelimit;

import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.List;

/** Who sends: an inbox, logged in with a key. */
public record Sender(OrganizationId organization, InboxId inbox, ApiKeyId key) {

    /** All whose limits apply. */
    List<SendScope> scopes() {
        return List.of(SendScope.of(organization, inbox), SendScope.of(organization, key), SendScope.of(organization));
    }
}

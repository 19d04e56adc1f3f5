package dev.agentpost.mail.login;

import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who is logged in, for as long as the session lives.
 *
 * @param expiresAt when the key stops working
 * @param organizationSuspended the state at login: a submission session is let in so that MAIL can say why it refuses
 */
public record LoginContext(
        OrganizationId organizationId,
        InboxId inboxId,
        InboxAddress email,
        ApiKeyId keyId,
        Set<Scope> scopes,
        Optional<Instant> expiresAt,
        boolean organizationSuspended) {

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }
}

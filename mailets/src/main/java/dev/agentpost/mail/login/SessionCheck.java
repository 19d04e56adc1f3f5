package dev.agentpost.mail.login;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.LiveSessions.EndReason;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** One round of asking the stores, not the cache, whether sessions may live on; reads each thing once in the round. */
final class SessionCheck {
    private final InboxStore inboxStore;
    private final ApiKeyStore keyStore;
    private final OrganizationStore organizationStore;
    private final Instant now;
    private final Map<InboxAddress, Mono<Optional<Inbox>>> inboxes = new ConcurrentHashMap<>();
    private final Map<ApiKeyId, Mono<Optional<ApiKey>>> keys = new ConcurrentHashMap<>();
    private final Map<OrganizationId, Mono<Optional<Organization>>> organizations = new ConcurrentHashMap<>();

    SessionCheck(InboxStore inboxStore, ApiKeyStore keyStore, OrganizationStore organizationStore, Instant now) {
        this.inboxStore = inboxStore;
        this.keyStore = keyStore;
        this.organizationStore = organizationStore;
        this.now = now;
    }

    /** Why the session has to end; an error when the stores do not answer. */
    Mono<Optional<EndReason>> reasonToEnd(LoginContext context) {
        Mono<Optional<EndReason>> byOrganization = organizations
                .computeIfAbsent(context.organizationId(), id -> once(organizationStore.find(id)))
                .map(organization -> judge(context, organization));
        Mono<Optional<EndReason>> byInbox = inboxes.computeIfAbsent(
                        context.email(), email -> once(inboxStore.find(email)))
                .map(inbox -> inbox.filter(found -> found.id().equals(context.inboxId()))
                                .isPresent()
                        ? Optional.<EndReason>empty()
                        : Optional.of(EndReason.INBOX_DELETED));
        Mono<Optional<EndReason>> byKey = keys.computeIfAbsent(
                        context.keyId(), id -> once(keyStore.find(context.organizationId(), id)))
                .map(this::judge);
        return Mono.zip(byOrganization, byInbox, byKey)
                .map(reasons -> reasons.getT1().or(reasons::getT2).or(reasons::getT3));
    }

    private static <T> Mono<Optional<T>> once(Mono<T> read) {
        return read.singleOptional().cache();
    }

    private static Optional<EndReason> judge(LoginContext context, Optional<Organization> organization) {
        if (organization.isEmpty()) {
            return Optional.of(EndReason.ORGANIZATION_DELETED);
        }
        // Who logged in while it was suspended has been let in to be told so.
        return organization.get().isSuspended() && !context.organizationSuspended()
                ? Optional.of(EndReason.ORGANIZATION_SUSPENDED)
                : Optional.empty();
    }

    private Optional<EndReason> judge(Optional<ApiKey> key) {
        if (key.isEmpty() || key.get().isRevoked()) {
            return Optional.of(EndReason.KEY_REVOKED);
        }
        return key.get().isExpiredAt(now) ? Optional.of(EndReason.KEY_EXPIRED) : Optional.empty();
    }
}

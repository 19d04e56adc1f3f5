package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.apikey.memory.MemoryApiKeyStore;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.login.ApiKeyInboxLogin;
import dev.agentpost.mail.login.CachedLogins;
import dev.agentpost.mail.login.InboxLogin;
import dev.agentpost.mail.login.LiveSessions;
import dev.agentpost.mail.login.LoginAudit;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.SessionGuard;
import dev.agentpost.mail.login.memory.MemoryLoginChangeLog;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.organization.memory.MemoryOrganizationStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Organizations, inboxes and keys in memory, with the real login decision over them, which can be made to fail. */
public final class TestAccounts {
    public static final InboxAddress ALICE = new InboxAddress("alice", "shared.localhost");
    public static final InboxAddress BOB = new InboxAddress("bob", "shared.localhost");

    /** A key as its owner knows it. */
    public record Key(ApiKey stored, ApiKeySecret secret) {
        public String text() {
            return secret.reveal();
        }
    }

    private final Clock clock = Clock.systemUTC();
    private final MemoryOrganizationStore organizations = new MemoryOrganizationStore();
    private final MemoryInboxStore inboxes = new MemoryInboxStore();
    private final MemoryApiKeyStore keys = new MemoryApiKeyStore();
    private final CachedLogins cached = new CachedLogins(inboxes, keys, organizations);
    final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    private final ApiKeyInboxLogin decision =
            new ApiKeyInboxLogin(cached, keys, clock, new LoginAudit(audited::add, clock));
    private final SessionGuard guard;
    private final AtomicInteger loginsBegun = new AtomicInteger();
    private volatile Mono<Void> held = Mono.empty();
    private volatile boolean storeDown;

    public final LiveSessions liveSessions = new LiveSessions();
    public final Organization acme = organization("Acme");
    public final Inbox alice = inbox(acme.id(), ALICE);
    public final Inbox bob = inbox(acme.id(), BOB);
    public final Key aliceKey = key(acme.id(), Scope.DEFAULT);
    public final Key readKey = key(acme.id(), Set.of(Scope.MESSAGES_READ));
    public final Key writeOnlyKey = key(acme.id(), Set.of(Scope.MESSAGES_WRITE));
    public final Key foreignKey = key(organization("Globex").id(), Scope.DEFAULT);

    public TestAccounts() {
        guard = new SessionGuard(
                new MemoryLoginChangeLog(clock), cached, liveSessions, organizations, inboxes, keys, clock);
    }

    public List<AuditEvent> audited() {
        return List.copyOf(audited);
    }

    public InboxLogin login() {
        return attempt -> storeDown
                ? Mono.error(new IllegalStateException("store down"))
                : held.doOnSubscribe(waiting -> loginsBegun.incrementAndGet())
                        .then(Mono.defer(() -> decision.login(attempt)));
    }

    /** No login is decided until that is run. */
    public Runnable holdLogins() {
        Sinks.Empty<Void> released = Sinks.empty();
        held = released.asMono();
        return released::tryEmitEmpty;
    }

    /** How many have come so far. */
    public int loginsBegun() {
        return loginsBegun.get();
    }

    public void setStoreDown(boolean down) {
        storeDown = down;
    }

    public Organization organization(String name) {
        Organization organization =
                new Organization(OrganizationId.generate(), name, OrganizationStatus.ACTIVE, clock.instant());
        organizations.create(organization).block();
        return organization;
    }

    public Inbox inbox(OrganizationId organization, InboxAddress email) {
        Inbox inbox = new Inbox(
                InboxId.generate(), organization, email, Optional.empty(), Optional.empty(), false, clock.instant());
        inboxes.create(inbox).block();
        return inbox;
    }

    public Key key(OrganizationId organization, Set<Scope> scopes) {
        return key(organization, scopes, Set.of(), Optional.empty());
    }

    public Key key(OrganizationId organization, Set<Scope> scopes, Set<InboxId> boundTo, Optional<Instant> expiresAt) {
        ApiKeySecret secret = ApiKeySecret.generate(new SecureRandom());
        ApiKey key = new ApiKey(
                ApiKeyId.generate(),
                organization,
                secret.hash(),
                Optional.empty(),
                scopes,
                boundTo,
                Set.of(),
                clock.instant(),
                expiresAt,
                Optional.empty(),
                Optional.empty());
        keys.create(key).block();
        return new Key(key, secret);
    }

    public ApiKeySecret unknownSecret() {
        return ApiKeySecret.generate(new SecureRandom());
    }

    public void revoke(Key key) {
        ApiKey stored = key.stored();
        keys.revoke(stored.organizationId(), stored.id(), clock.instant()).block();
        guard.publish(new LoginChange.Key(stored.id())).block();
    }

    public void suspend(Organization organization) {
        organizations
                .update(organization.id(), Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                .block();
        guard.publish(new LoginChange.Organization(organization.id())).block();
    }
}

package dev.agentpost.mail.login;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.apikey.SecretHash;
import dev.agentpost.mail.apikey.memory.MemoryApiKeyStore;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditTrail;
import dev.agentpost.mail.core.CidrBlock;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.organization.memory.MemoryOrganizationStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Memory stores with one organization, one inbox and its key; the stores can be made to fail, reads are counted. */
final class LoginFixture {
    static final InboxAddress BOT = new InboxAddress("bot", "shared.localhost");

    final TestClock clock = new TestClock();
    final AtomicInteger inboxReads = new AtomicInteger();
    final AtomicInteger keyReads = new AtomicInteger();
    final AtomicInteger organizationReads = new AtomicInteger();
    final AtomicInteger lastUsedWrites = new AtomicInteger();
    volatile boolean storeDown;
    volatile boolean lastUsedFails;

    final MemoryOrganizationStore organizations = new MemoryOrganizationStore() {
        @Override
        public Mono<Organization> find(OrganizationId id) {
            return reading(organizationReads).then(super.find(id));
        }
    };
    final MemoryInboxStore inboxes = new MemoryInboxStore() {
        @Override
        public Mono<Inbox> find(InboxAddress email) {
            return reading(inboxReads).then(super.find(email));
        }
    };
    final ApiKeyStore keys = new MemoryApiKeyStore() {
        @Override
        public Mono<ApiKey> find(SecretHash secretHash) {
            return reading(keyReads).then(super.find(secretHash));
        }

        @Override
        public Mono<ApiKey> find(OrganizationId organizationId, ApiKeyId id) {
            return reading(keyReads).then(super.find(organizationId, id));
        }

        @Override
        public Mono<Void> saveLastUsed(OrganizationId organizationId, ApiKeyId id, Instant when) {
            lastUsedWrites.incrementAndGet();
            return lastUsedFails
                    ? Mono.error(new IllegalStateException("store down"))
                    : super.saveLastUsed(organizationId, id, when);
        }
    };
    final CachedLogins cached = new CachedLogins(inboxes, keys, organizations, clock.ticker());
    final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    private final AuditTrail trail = audited::add;
    final ApiKeyInboxLogin login = new ApiKeyInboxLogin(cached, keys, clock, new LoginAudit(trail, clock));

    final Organization acme = organization();
    final Inbox bot = inbox(acme.id(), BOT);
    final ApiKeySecret secret = secret();
    final ApiKey key = save(key(acme.id(), secret));

    private Mono<Void> reading(AtomicInteger counter) {
        return Mono.defer(() -> {
            counter.incrementAndGet();
            return storeDown ? Mono.error(new IllegalStateException("store down")) : Mono.empty();
        });
    }

    static ApiKeySecret secret() {
        return ApiKeySecret.generate(new SecureRandom());
    }

    Organization organization() {
        Organization organization =
                new Organization(OrganizationId.generate(), "Acme", OrganizationStatus.ACTIVE, clock.instant());
        organizations.create(organization).block();
        return organization;
    }

    Inbox inbox(OrganizationId organization, InboxAddress email) {
        Inbox inbox = new Inbox(
                InboxId.generate(), organization, email, Optional.empty(), Optional.empty(), false, clock.instant());
        inboxes.create(inbox).block();
        return inbox;
    }

    ApiKey key(OrganizationId organization, ApiKeySecret itsSecret) {
        return key(organization, itsSecret, Scope.DEFAULT, Set.of(), Set.of(), Optional.empty());
    }

    ApiKey key(
            OrganizationId organization,
            ApiKeySecret itsSecret,
            Set<Scope> scopes,
            Set<InboxId> boundTo,
            Set<CidrBlock> allowedIps,
            Optional<Instant> expiresAt) {
        return new ApiKey(
                ApiKeyId.generate(),
                organization,
                itsSecret.hash(),
                Optional.empty(),
                scopes,
                boundTo,
                allowedIps,
                clock.instant(),
                expiresAt,
                Optional.empty(),
                Optional.empty());
    }

    ApiKey save(ApiKey newKey) {
        keys.create(newKey).block();
        return newKey;
    }

    LoginAttempt attempt(String username, String itsSecret) {
        return new LoginAttempt(LoginProtocol.IMAP, username, itsSecret, Scope.MESSAGES_READ, Optional.empty());
    }

    LoginResult login(String username, String itsSecret) {
        return login.login(attempt(username, itsSecret)).block();
    }

    LoginContext context() {
        return context(key);
    }

    LoginContext context(ApiKey ofKey) {
        return new LoginContext(acme.id(), bot.id(), bot.email(), ofKey.id(), ofKey.scopes(), ofKey.expiresAt(), false);
    }
}

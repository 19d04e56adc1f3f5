package dev.agentpost.mail.login;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.core.CidrBlock;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.metrics.tests.RecordingMetricFactory;

/** An organization with keys in memory, for tests of what answers their holders. */
public final class KeyFixture {
    private final LoginFixture stores = new LoginFixture();
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final ApiKeyLogin login = new ApiKeyLogin(
            stores.cached, stores.keys, stores.clock, new LoginAudit(stores.audited::add, stores.clock), metrics);

    public ApiKeyLogin login() {
        return login;
    }

    public RecordingMetricFactory metrics() {
        return metrics;
    }

    public TestClock clock() {
        return stores.clock;
    }

    public InboxStore inboxes() {
        return stores.inboxes;
    }

    public Organization organization() {
        return stores.acme;
    }

    public List<AuditEvent> audited() {
        return stores.audited;
    }

    public Inbox inbox(String email) {
        return stores.inbox(stores.acme.id(), InboxAddress.parse(email).orElseThrow());
    }

    public Inbox inboxOfAnotherOrganization(String email) {
        return stores.inbox(
                stores.organization().id(), InboxAddress.parse(email).orElseThrow());
    }

    public ApiKeySecret key(Scope... scopes) {
        return key(Set.of(scopes), Set.of(), Set.of(), Optional.empty());
    }

    public ApiKeySecret keyBoundTo(InboxId... inboxes) {
        return key(Scope.DEFAULT, Set.of(inboxes), Set.of(), Optional.empty());
    }

    public ApiKeySecret key(
            Set<Scope> scopes, Set<InboxId> boundTo, Set<CidrBlock> allowedIps, Optional<Instant> expiresAt) {
        ApiKeySecret secret = LoginFixture.secret();
        stores.save(stores.key(stores.acme.id(), secret, scopes, boundTo, allowedIps, expiresAt));
        return secret;
    }

    public ApiKey find(ApiKeySecret secret) {
        return stores.keys.find(secret.hash()).block();
    }

    public void revoke(ApiKeySecret secret) {
        stores.keys
                .revoke(stores.acme.id(), find(secret).id(), stores.clock.instant())
                .block();
        stores.cached.forgetAll();
    }

    public void suspend() {
        stores.organizations
                .update(stores.acme.id(), Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                .block();
        stores.cached.forgetAll();
    }

    public void stopStore() {
        stores.storeDown = true;
        stores.cached.forgetAll();
    }

    public int keyReads() {
        return stores.keyReads.get();
    }
}

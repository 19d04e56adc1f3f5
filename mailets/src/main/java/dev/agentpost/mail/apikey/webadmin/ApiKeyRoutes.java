package dev.agentpost.mail.apikey.webadmin;

import dev.agentpost.mail.admin.LimitDeletion;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.PageRequest;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChanges;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/**
 * {@code /organizations/{org}/api-keys}. A revoked key stays listed, so that a log line with its id can be understood.
 * A suspended organization may be given keys: suspension is about their use.
 */
public final class ApiKeyRoutes implements Routes {
    private static final Logger LOGGER = LoggerFactory.getLogger(ApiKeyRoutes.class);
    static final String PATH = OrganizationLookup.PATH + "/api-keys";

    private final ApiKeyStore store;
    private final OrganizationLookup organizations;
    private final BoundInboxes boundInboxes;
    private final LoginChanges loginChanges;
    private final LimitDeletion limits;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    @Inject
    public ApiKeyRoutes(
            ApiKeyStore store,
            InboxStore inboxes,
            OrganizationLookup organizations,
            LoginChanges loginChanges,
            LimitDeletion limits,
            Clock clock) {
        this.store = store;
        this.organizations = organizations;
        this.boundInboxes = new BoundInboxes(inboxes);
        this.loginChanges = loginChanges;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.post(PATH, new AdminRoute(this::create));
        service.get(PATH, new AdminRoute(this::list));
        service.delete(ApiKeyLookup.PATH, new AdminRoute(this::revoke));
    }

    private Mono<Answer> create(Request request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        ApiKeyRequest wanted = ApiKeyRequest.read(request, now);
        return organizations.get(request).map(Organization::id).flatMap(organizationId -> boundInboxes
                .resolve(organizationId, wanted.inboxes())
                .flatMap(inboxes -> create(organizationId, wanted, inboxes, now)));
    }

    private Mono<Answer> create(
            OrganizationId organizationId, ApiKeyRequest wanted, Set<InboxId> inboxes, Instant now) {
        ApiKeySecret secret = ApiKeySecret.generate(random);
        ApiKey key = new ApiKey(
                ApiKeyId.generate(),
                organizationId,
                secret.hash(),
                wanted.name(),
                wanted.scopes(),
                inboxes,
                wanted.allowedIps(),
                now,
                wanted.expiresAt(),
                Optional.empty(),
                Optional.empty());
        return store.create(key)
                .then(Mono.defer(() -> boundInboxes.names(key)))
                .doOnNext(names -> LOGGER.info("Created API key {} of {}", key.id(), organizationId))
                .map(names -> Answer.created(ApiKeyResponse.withSecret(key, names, secret)));
    }

    private Mono<Answer> list(Request request) {
        PageRequest<ApiKeyId> page = PageRequest.read(request, ApiKeyId::isValid, ApiKeyId::of);
        return organizations
                .get(request)
                .flatMap(organization -> page.answer(
                        store.list(organization.id(), page.after(), page.limitAndOne()),
                        ApiKey::id,
                        key -> boundInboxes.names(key).map(names -> ApiKeyResponse.of(key, names))));
    }

    private Mono<Answer> revoke(Request request) {
        return Mono.zip(Mono.justOrEmpty(OrganizationLookup.id(request)), Mono.justOrEmpty(ApiKeyLookup.id(request)))
                .flatMap(ids -> store.find(ids.getT1(), ids.getT2()))
                .flatMap(this::revoke)
                .thenReturn(Answer.noContent());
    }

    // announced again for a key that is revoked already: the caller may be repeating a request of which that part
    // failed
    private Mono<Void> revoke(ApiKey key) {
        return store.revoke(key.organizationId(), key.id(), clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .then(Mono.defer(() -> loginChanges.publish(new LoginChange.Key(key.id()))))
                .then(Mono.defer(() -> limits.delete(key)))
                .doOnSuccess(done -> LOGGER.info("Revoked API key {} of {}", key.id(), key.organizationId()));
    }
}

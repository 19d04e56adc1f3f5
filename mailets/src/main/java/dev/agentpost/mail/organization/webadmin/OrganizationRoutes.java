package dev.agentpost.mail.organization.webadmin;

import dev.agentpost.mail.admin.OrganizationDeletion;
import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.admin.webadmin.PageRequest;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChanges;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.organization.OrganizationStore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code /organizations}: the tenants. */
public final class OrganizationRoutes implements Routes {
    private final OrganizationStore store;
    private final OrganizationLookup lookup;
    private final OrganizationDeletion deletion;
    private final LoginChanges loginChanges;
    private final Clock clock;

    @Inject
    public OrganizationRoutes(
            OrganizationStore store,
            OrganizationLookup lookup,
            OrganizationDeletion deletion,
            LoginChanges loginChanges,
            Clock clock) {
        this.store = store;
        this.lookup = lookup;
        this.deletion = deletion;
        this.loginChanges = loginChanges;
        this.clock = clock;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.post(OrganizationLookup.BASE_PATH, new AdminRoute(this::create));
        service.get(OrganizationLookup.BASE_PATH, new AdminRoute(this::list));
        service.get(OrganizationLookup.PATH, new AdminRoute(this::get));
        service.patch(OrganizationLookup.PATH, new AdminRoute(this::update));
        service.delete(OrganizationLookup.PATH, new AdminRoute(this::delete));
    }

    private Mono<Answer> create(Request request) {
        String name = checkedName(JsonBody.read(request, "name").requiredText("name"));
        Organization organization = new Organization(
                OrganizationId.generate(),
                name,
                OrganizationStatus.ACTIVE,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return store.create(organization).thenReturn(Answer.created(OrganizationResponse.of(organization)));
    }

    private Mono<Answer> list(Request request) {
        PageRequest<OrganizationId> page = PageRequest.read(request, OrganizationId::isValid, OrganizationId::of);
        return page.answer(
                store.list(page.after(), page.limitAndOne()),
                Organization::id,
                organization -> Mono.just(OrganizationResponse.of(organization)));
    }

    private Mono<Answer> get(Request request) {
        return lookup.get(request).map(OrganizationResponse::of).map(Answer::ok);
    }

    private Mono<Answer> update(Request request) {
        JsonBody body = JsonBody.read(request, "name", "status");
        Optional<String> name = body.optionalTextNotNull("name").map(OrganizationRoutes::checkedName);
        Optional<OrganizationStatus> status = body.optionalTextNotNull("status").map(OrganizationRoutes::status);
        return Mono.justOrEmpty(OrganizationLookup.id(request))
                .flatMap(id -> store.update(id, name, status))
                .switchIfEmpty(Mono.error(() -> OrganizationLookup.notFound(request)))
                .flatMap(changed -> announce(changed, status).thenReturn(Answer.ok(OrganizationResponse.of(changed))));
    }

    // also when the status was this before: the caller may be repeating a request of which this was the part that
    // failed
    private Mono<Void> announce(Organization changed, Optional<OrganizationStatus> status) {
        return status.isPresent() ? loginChanges.publish(new LoginChange.Organization(changed.id())) : Mono.empty();
    }

    private Mono<Answer> delete(Request request) {
        return Mono.justOrEmpty(OrganizationLookup.id(request))
                .flatMap(deletion::delete)
                .thenReturn(Answer.noContent());
    }

    private static String checkedName(String name) {
        try {
            Organization.checkName(name);
            return name;
        } catch (IllegalArgumentException e) {
            throw AdminError.badField("name", e);
        }
    }

    private static OrganizationStatus status(String value) {
        return OrganizationStatus.parse(value)
                .orElseThrow(() -> AdminError.badField("status", "must be active or suspended"));
    }
}

package dev.agentpost.mail.audit.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.PageRequest;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditId;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.audit.AuditStore;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code /organizations/{org}/audit}: newest first. */
public final class AuditRoutes implements Routes {
    private static final String PATH = OrganizationLookup.PATH + "/audit";

    private final AuditStore store;
    private final OrganizationLookup organizations;

    @Inject
    public AuditRoutes(AuditStore store, OrganizationLookup organizations) {
        this.store = store;
        this.organizations = organizations;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, new AdminRoute(this::list));
    }

    private Mono<Answer> list(Request request) {
        PageRequest<AuditId> page = PageRequest.read(request, AuditId::isValid, AuditId::of);
        Predicate<AuditEvent> wanted = wanted(request);
        return known(request)
                .flatMap(organization -> page.answer(
                        store.list(organization, page.after()).filter(wanted).take(page.limitAndOne(), true),
                        AuditEvent::id,
                        event -> Mono.just(AuditItem.of(event))));
    }

    /** What was done in an organization that is gone can be read as long as it is kept; so its deletion too. */
    private Mono<OrganizationId> known(Request request) {
        return Mono.justOrEmpty(OrganizationLookup.id(request))
                .filterWhen(id -> store.list(id, Optional.empty()).hasElements())
                .switchIfEmpty(Mono.defer(() -> organizations.get(request)).map(Organization::id));
    }

    private static Predicate<AuditEvent> wanted(Request request) {
        Optional<AuditAction> action = parameter(request, "action", AuditAction::parse);
        Optional<AuditOutcome> outcome = parameter(request, "outcome", AuditOutcome::parse);
        Optional<String> inbox = parameter(request, "inbox", email -> Optional.of(email.toLowerCase(Locale.ROOT)));
        return event -> (action.isEmpty() || action.get() == event.action())
                && (outcome.isEmpty() || outcome.get() == event.outcome())
                && (inbox.isEmpty() || inbox.equals(event.inbox()));
    }

    private static <T> Optional<T> parameter(Request request, String name, Function<String, Optional<T>> parse) {
        return Optional.ofNullable(request.queryParams(name)).map(text -> parse.apply(text)
                .orElseThrow(() -> AdminError.badField(name, "is no " + name + " of the audit trail")));
    }
}

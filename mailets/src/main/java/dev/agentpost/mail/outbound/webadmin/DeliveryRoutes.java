package dev.agentpost.mail.outbound.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.Changes;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.admin.webadmin.PageRequest;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import dev.agentpost.mail.outbound.Deliveries;
import dev.agentpost.mail.outbound.Deliveries.Change;
import dev.agentpost.mail.outbound.Deliveries.Sent;
import dev.agentpost.mail.outbound.DeliveryStatus;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code /organizations/{org}/deliveries}: messages to other servers, newest first. */
public final class DeliveryRoutes implements Routes {
    private static final String PATH = OrganizationLookup.PATH + "/deliveries";
    private static final String PARAMETER = ":id";
    private static final String ONE = PATH + "/" + PARAMETER;
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z!]{1,64}");

    private final Deliveries deliveries;
    private final OrganizationLookup organizations;

    @Inject
    public DeliveryRoutes(Deliveries deliveries, OrganizationLookup organizations) {
        this.deliveries = deliveries;
        this.organizations = organizations;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, new AdminRoute(this::list));
        service.get(ONE, new AdminRoute(this::get));
        service.post(ONE + "/retry", new AdminRoute(this::retry));
        service.delete(ONE, new AdminRoute(this::cancel));
    }

    private Mono<Answer> list(Request request) {
        PageRequest<String> page =
                PageRequest.read(request, text -> ID.matcher(text).matches(), Function.identity());
        Predicate<Sent> wanted = wanted(request);
        return organizations
                .get(request)
                .flatMap(organization -> page.answer(
                        deliveries
                                .list(organization.id(), page.after())
                                .filter(wanted)
                                .take(page.limitAndOne(), true),
                        sent -> sent.message().id(),
                        sent -> Mono.just(DeliveryItem.of(sent))));
    }

    private static Predicate<Sent> wanted(Request request) {
        Optional<DeliveryStatus> state = Optional.ofNullable(request.queryParams("state"))
                .map(text -> DeliveryStatus.parse(text)
                        .orElseThrow(() -> AdminError.badField(
                                "state", "must be queued, deferred, delivered, bounced or cancelled")));
        Optional<String> inbox =
                Optional.ofNullable(request.queryParams("inbox")).map(email -> email.toLowerCase(Locale.ROOT));
        return sent -> (state.isEmpty() || sent.has(state.get()))
                && (inbox.isEmpty() || inbox.equals(sent.message().inbox()));
    }

    private Mono<Answer> get(Request request) {
        return find(request).map(sent -> Answer.ok(DeliveryItem.of(sent)));
    }

    private Mono<Sent> known(Request request) {
        return Mono.just(request.params(PARAMETER))
                .filter(id -> ID.matcher(id).matches())
                .flatMap(id -> Mono.justOrEmpty(OrganizationLookup.id(request))
                        .flatMap(organization -> deliveries.find(organization, id)));
    }

    private Mono<Sent> find(Request request) {
        return organizations
                .get(request)
                .flatMap(organization -> known(request))
                .switchIfEmpty(Mono.error(() ->
                        AdminError.notFound("There is no delivery " + JsonBody.printable(request.params(PARAMETER)))));
    }

    private Mono<Answer> retry(Request request) {
        return find(request)
                .flatMap(sent -> isPending(sent)
                        ? deliveries.retry(sent)
                        : Mono.error(AdminError.conflict("id", "No recipient of this message is pending")))
                .flatMap(change -> answer(request, change, get(request)));
    }

    private Mono<Answer> cancel(Request request) {
        return known(request)
                .flatMap(deliveries::cancel)
                .defaultIfEmpty(Change.NONE)
                .flatMap(change -> answer(request, change, Mono.just(Answer.noContent())));
    }

    private static Mono<Answer> answer(Request request, Change change, Mono<Answer> done) {
        Changes.tell(request, change.some());
        return change.all() ? done : Mono.error(underWay());
    }

    private static boolean isPending(Sent sent) {
        return sent.has(DeliveryStatus.QUEUED) || sent.has(DeliveryStatus.DEFERRED);
    }

    private static AdminError underWay() {
        return AdminError.conflict("id", "The message is being delivered at this moment; the request may be repeated");
    }
}

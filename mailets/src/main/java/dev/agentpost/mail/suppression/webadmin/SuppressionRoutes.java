package dev.agentpost.mail.suppression.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.admin.webadmin.PageRequest;
import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import dev.agentpost.mail.suppression.Suppression;
import dev.agentpost.mail.suppression.SuppressionStore;
import dev.agentpost.mail.suppression.Suppressions;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code /organizations/{org}/suppressions}. */
public final class SuppressionRoutes implements Routes {
    private static final Logger LOGGER = LoggerFactory.getLogger(SuppressionRoutes.class);
    private static final String PATH = OrganizationLookup.PATH + "/suppressions";
    private static final String ADDRESS = ":address";
    private static final String ONE_PATH = PATH + "/" + ADDRESS;

    private final SuppressionStore store;
    private final Suppressions suppressions;
    private final OrganizationLookup organizations;

    @Inject
    public SuppressionRoutes(SuppressionStore store, Suppressions suppressions, OrganizationLookup organizations) {
        this.store = store;
        this.suppressions = suppressions;
        this.organizations = organizations;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, new AdminRoute(this::list));
        service.get(ONE_PATH, new AdminRoute(this::get));
        service.delete(ONE_PATH, new AdminRoute(this::delete));
        service.delete(PATH, new AdminRoute(this::deleteAll));
    }

    private Mono<Answer> list(Request request) {
        PageRequest<EnvelopeAddress> page = PageRequest.read(
                request, text -> Suppression.parseAddress(text).isPresent(), text -> Suppression.parseAddress(text)
                        .orElseThrow());
        return organizations
                .get(request)
                .flatMap(owner -> page.answer(
                        store.list(owner.id(), page.after(), page.limitAndOne()),
                        Suppression::address,
                        suppression -> Mono.just(SuppressionResponse.of(suppression))));
    }

    private Mono<Answer> get(Request request) {
        return organizations
                .get(request)
                .flatMap(
                        owner -> Mono.justOrEmpty(address(request)).flatMap(address -> store.find(owner.id(), address)))
                .map(SuppressionResponse::of)
                .map(Answer::ok)
                .switchIfEmpty(Mono.error(() -> AdminError.notFound(
                        "There is no suppression of " + JsonBody.printable(request.params(ADDRESS)))));
    }

    private Mono<Answer> delete(Request request) {
        return Mono.zip(Mono.justOrEmpty(OrganizationLookup.id(request)), Mono.justOrEmpty(address(request)))
                .flatMap(ids -> suppressions
                        .remove(ids.getT1(), ids.getT2())
                        .doOnSuccess(done -> LOGGER.info("Removed suppression of {} by {}", ids.getT2(), ids.getT1())))
                .thenReturn(Answer.noContent());
    }

    private Mono<Answer> deleteAll(Request request) {
        return Mono.justOrEmpty(OrganizationLookup.id(request))
                .flatMap(id -> suppressions
                        .removeAll(id)
                        .doOnSuccess(done -> LOGGER.info("Removed all suppressions by {}", id)))
                .thenReturn(Answer.noContent());
    }

    private static Optional<EnvelopeAddress> address(Request request) {
        return Suppression.parseAddress(request.params(ADDRESS));
    }
}

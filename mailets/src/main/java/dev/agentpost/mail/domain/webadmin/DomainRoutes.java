package dev.agentpost.mail.domain.webadmin;

import dev.agentpost.mail.admin.DomainDeletion;
import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.admin.webadmin.PageRequest;
import dev.agentpost.mail.core.DomainName;
import dev.agentpost.mail.domain.CustomDomain;
import dev.agentpost.mail.domain.Domains;
import dev.agentpost.mail.domain.Domains.Asked;
import dev.agentpost.mail.domain.Domains.CatchAllChange;
import dev.agentpost.mail.domain.Domains.Verification;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code /organizations/{org}/domains}. */
public final class DomainRoutes implements Routes {
    private static final Logger LOGGER = LoggerFactory.getLogger(DomainRoutes.class);
    private static final String FIELD = "domain";
    private static final String CATCH_ALL = "catch_all";
    private static final String PARAMETER = ":domain";
    private static final String PATH = OrganizationLookup.PATH + "/domains";
    private static final String ONE_PATH = PATH + "/" + PARAMETER;

    private final Domains domains;
    private final DomainDeletion deletion;
    private final OrganizationLookup organizations;

    @Inject
    public DomainRoutes(Domains domains, DomainDeletion deletion, OrganizationLookup organizations) {
        this.domains = domains;
        this.deletion = deletion;
        this.organizations = organizations;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.post(PATH, new AdminRoute(this::create));
        service.get(PATH, new AdminRoute(this::list));
        service.get(ONE_PATH, new AdminRoute(this::get));
        service.patch(ONE_PATH, new AdminRoute(this::update));
        service.post(ONE_PATH + "/verify", new AdminRoute(this::verify));
        service.delete(ONE_PATH, new AdminRoute(this::delete));
    }

    private Mono<Answer> create(Request request) {
        String wanted = JsonBody.read(request, FIELD).requiredText(FIELD);
        return organizations
                .get(request)
                .flatMap(owner -> domains.ask(owner.id(), wanted))
                .flatMap(this::answer);
    }

    private Mono<Answer> answer(Asked asked) {
        if (asked instanceof Asked.Noted noted) {
            return domains.records(noted.domain())
                    .map(DomainResponse.of(noted.domain())::withRecords)
                    .map(response -> noted.isNew() ? Answer.created(response) : Answer.ok(response));
        }
        if (asked instanceof Asked.Taken taken) {
            throw isAnothers(taken.domain());
        }
        throw AdminError.badField(FIELD, JsonBody.printable(((Asked.Refused) asked).reason()));
    }

    private static AdminError isAnothers(String domain) {
        return AdminError.conflict(FIELD, "domain: " + domain + " is verified for another organization");
    }

    private Mono<Answer> list(Request request) {
        PageRequest<String> page = PageRequest.read(request, InboxAddress::isDomain, name -> name);
        return organizations
                .get(request)
                .flatMap(owner -> page.answer(
                        domains.list(owner.id(), page.after(), page.limitAndOne()),
                        CustomDomain::name,
                        domain -> Mono.just(DomainResponse.of(domain))));
    }

    private Mono<Answer> get(Request request) {
        return find(request).flatMap(this::checked);
    }

    private Mono<Answer> checked(CustomDomain domain) {
        return domains.check(domain).map(DomainResponse.of(domain)::withRecords).map(Answer::ok);
    }

    private Mono<Answer> verify(Request request) {
        return find(request).flatMap(domain -> domains.verify(domain).flatMap(result -> answer(domain, result)));
    }

    private Mono<Answer> answer(CustomDomain domain, Verification result) {
        if (result instanceof Verification.Verified verified) {
            LOGGER.info("Domain {} is verified for {}", domain.name(), domain.organizationId());
            return checked(verified.domain());
        }
        if (result instanceof Verification.NotProved notProved) {
            return domains.check(domain)
                    .map(DomainResponse.of(domain).withReason(notProved.reason())::withRecords)
                    .map(Answer::ok);
        }
        if (result instanceof Verification.Undecided undecided) {
            throw AdminError.unavailable(undecided.reason() + "; the request may be repeated");
        }
        throw isAnothers(domain.name());
    }

    private Mono<Answer> update(Request request) {
        JsonBody body = JsonBody.read(request, CATCH_ALL);
        Optional<String> wanted = body.optionalText(CATCH_ALL);
        if (!body.has(CATCH_ALL)) {
            throw AdminError.badField(CATCH_ALL, "is required; null removes it");
        }
        Optional<InboxAddress> inbox =
                wanted.map(email -> InboxAddress.parse(email).orElseThrow(() -> noSuchInbox(email)));
        return find(request).flatMap(domain -> domains.setCatchAll(domain, inbox)
                .map(change -> check(change, domain, wanted))
                .flatMap(changed -> find(request))
                .map(DomainResponse::of)
                .map(Answer::ok));
    }

    private static CatchAllChange check(CatchAllChange change, CustomDomain domain, Optional<String> wanted) {
        return switch (change) {
            case CHANGED -> change;
            case NOT_VERIFIED -> throw AdminError.conflict(FIELD, "domain: " + domain.name() + " is not verified");
            case NO_SUCH_INBOX -> throw noSuchInbox(wanted.orElseThrow());
        };
    }

    private static AdminError noSuchInbox(String email) {
        return AdminError.badField(CATCH_ALL, JsonBody.printable(email) + " is not an inbox of this organization");
    }

    private Mono<Answer> delete(Request request) {
        String name = name(request);
        return Mono.justOrEmpty(OrganizationLookup.id(request))
                .flatMap(organization -> deletion.delete(organization, name))
                .defaultIfEmpty(0L)
                .map(addresses -> {
                    if (addresses > 0) {
                        throw AdminError.conflict(
                                FIELD,
                                "domain: inboxes have " + addresses + (addresses == 1 ? " address" : " addresses")
                                        + " on it");
                    }
                    return Answer.noContent();
                });
    }

    /** @return the domain, or an {@link AdminError} 404, also for what only others have asked for */
    private Mono<CustomDomain> find(Request request) {
        return organizations
                .get(request)
                .flatMap(owner -> domains.find(owner.id(), name(request)))
                .switchIfEmpty(Mono.error(() -> AdminError.notFound("There is no domain "
                        + JsonBody.printable(request.params(PARAMETER)) + " in this organization")));
    }

    private static String name(Request request) {
        return DomainName.fold(request.params(PARAMETER));
    }
}

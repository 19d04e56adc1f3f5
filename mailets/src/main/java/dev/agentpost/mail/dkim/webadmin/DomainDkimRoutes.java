package dev.agentpost.mail.dkim.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.core.DomainName;
import dev.agentpost.mail.dkim.DkimKeys;
import dev.agentpost.mail.domain.CustomDomain;
import dev.agentpost.mail.domain.DomainStatus;
import dev.agentpost.mail.domain.Domains;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code /organizations/{org}/domains/{domain}/dkim}. */
public final class DomainDkimRoutes implements Routes {
    private static final Logger LOGGER = LoggerFactory.getLogger(DomainDkimRoutes.class);
    private static final String DOMAIN = ":domain";
    private static final String PATH = OrganizationLookup.PATH + "/domains/" + DOMAIN + "/dkim";

    private final DkimKeys keys;
    private final Domains domains;
    private final OrganizationLookup organizations;

    @Inject
    public DomainDkimRoutes(DkimKeys keys, Domains domains, OrganizationLookup organizations) {
        this.keys = keys;
        this.domains = domains;
        this.organizations = organizations;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, new AdminRoute(this::get));
        service.post(PATH + "/rotate", new AdminRoute(this::rotate));
    }

    private Mono<Answer> get(Request request) {
        return find(request).flatMap(domain -> DkimResponse.of(domain.name(), keys));
    }

    /** Only by whom the domain is: the key is the domain's, whoever else has asked for it. */
    private Mono<Answer> rotate(Request request) {
        return find(request)
                .filter(domain -> domain.status() == DomainStatus.VERIFIED)
                .switchIfEmpty(Mono.error(() -> AdminError.conflict("domain", "domain: it is not verified")))
                .flatMap(domain -> keys.rotate(domain.name())
                        .doOnNext(key -> LOGGER.info("Made DKIM key {}", key.recordName()))
                        .flatMap(key -> DkimResponse.of(domain.name(), keys)));
    }

    private Mono<CustomDomain> find(Request request) {
        String name = request.params(DOMAIN);
        return organizations
                .get(request)
                .flatMap(owner -> domains.find(owner.id(), DomainName.fold(name)))
                .switchIfEmpty(Mono.error(() -> AdminError.notFound(
                        "There is no domain " + JsonBody.printable(name) + " in this organization")));
    }
}

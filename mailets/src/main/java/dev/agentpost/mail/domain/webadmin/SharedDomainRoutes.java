package dev.agentpost.mail.domain.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.domain.Domains;
import dev.agentpost.mail.domain.SharedDomain;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import reactor.core.publisher.Mono;
import spark.Service;

/** {@code /shared-domain}: what the operator is to publish for the shared domain. */
public final class SharedDomainRoutes implements Routes {
    private static final String PATH = "/shared-domain";

    private final Domains domains;
    private final SharedDomain sharedDomain;

    @Inject
    public SharedDomainRoutes(Domains domains, SharedDomain sharedDomain) {
        this.domains = domains;
        this.sharedDomain = sharedDomain;
    }

    @Override
    public String getBasePath() {
        return PATH;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, new AdminRoute(request -> get()));
    }

    private Mono<Answer> get() {
        return domains.checkShared()
                .map(RecordResponse::all)
                .map(records -> Answer.ok(new SharedDomainResponse(sharedDomain.name(), records)));
    }
}

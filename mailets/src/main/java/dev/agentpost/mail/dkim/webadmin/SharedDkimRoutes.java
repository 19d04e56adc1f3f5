package dev.agentpost.mail.dkim.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.dkim.DkimKeys;
import org.apache.james.webadmin.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import spark.Service;

/** {@code /shared-domain/dkim}: the key of the operator's domain. */
public final class SharedDkimRoutes implements Routes {
    private static final Logger LOGGER = LoggerFactory.getLogger(SharedDkimRoutes.class);
    private static final String PATH = "/shared-domain/dkim";

    private final DkimKeys keys;
    private final String sharedDomain;

    public SharedDkimRoutes(DkimKeys keys, String sharedDomain) {
        this.keys = keys;
        this.sharedDomain = sharedDomain;
    }

    @Override
    public String getBasePath() {
        return PATH;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, new AdminRoute(request -> DkimResponse.of(sharedDomain, keys)));
        service.post(PATH + "/rotate", new AdminRoute(request -> rotate()));
    }

    private Mono<Answer> rotate() {
        return keys.rotate(sharedDomain)
                .doOnNext(key -> LOGGER.info("Made DKIM key {}", key.recordName()))
                .flatMap(key -> DkimResponse.of(sharedDomain, keys));
    }
}

package dev.agentpost.mail.health.http;

import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.http.HttpRoutes;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** {@code /healthz}: the process answers; whether what it needs does is not asked. */
public final class HealthRoutes implements HttpRoutes {

    @Override
    public List<HttpRoute> routes() {
        return List.of(HttpRoute.get("/healthz", request -> Mono.just(HttpAnswer.json(200, Map.of("status", "ok")))));
    }
}

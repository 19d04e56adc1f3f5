package dev.agentpost.mail.health.http;

import dev.agentpost.mail.health.Readiness;
import dev.agentpost.mail.health.Readiness.Report;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.http.HttpRoutes;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * {@code /healthz}: the process answers; whether what it needs does is not asked. {@code /readyz}: it can do its work.
 */
public final class HealthRoutes implements HttpRoutes {

    /** @param status {@code ready} or {@code unavailable} */
    record ReadinessResponse(String status, Map<String, String> checks) {
        static ReadinessResponse of(Report report) {
            return new ReadinessResponse(report.isReady() ? "ready" : "unavailable", report.checks());
        }
    }

    private final Readiness readiness;

    @Inject
    public HealthRoutes(Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    public List<HttpRoute> routes() {
        return List.of(
                HttpRoute.get("/healthz", request -> Mono.just(HttpAnswer.json(200, Map.of("status", "ok")))),
                HttpRoute.get("/readyz", request -> readiness.report().map(HealthRoutes::answer)));
    }

    private static HttpAnswer answer(Report report) {
        return HttpAnswer.json(report.isReady() ? 200 : 503, ReadinessResponse.of(report));
    }
}

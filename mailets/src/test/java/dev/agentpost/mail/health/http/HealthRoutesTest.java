package dev.agentpost.mail.health.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.agentpost.mail.admin.AdminToken;
import dev.agentpost.mail.health.Readiness;
import dev.agentpost.mail.health.ReadinessProbe;
import dev.agentpost.mail.http.HttpTestServer;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class HealthRoutesTest {
    private static final AdminToken TOKEN = new AdminToken("ap_admin_0123456789abcdef");

    private final AtomicInteger asked = new AtomicInteger();
    private HttpTestServer server;

    @AfterEach
    void tearDown() {
        server.close();
    }

    private void serve(ReadinessProbe... probes) {
        server = HttpTestServer.of(new HealthRoutes(new Readiness(Set.of(probes))));
    }

    private ReadinessProbe probe(String name, Mono<Optional<String>> problem) {
        return new ReadinessProbe() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Mono<Optional<String>> problem() {
                asked.incrementAndGet();
                return problem;
            }
        };
    }

    @Nested
    class Health {
        @Test
        void processThatAnswersShouldBeHealthyWhateverItNeeds() {
            serve(probe("store", Mono.error(new IllegalStateException("down"))));

            HttpResponse<String> answer = server.get("/healthz");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
            assertThat(asked).hasValue(0);
        }

        @Test
        void serverThatCanWorkShouldBeReady() {
            serve(probe("store", Mono.just(Optional.empty())), probe("queue", Mono.just(Optional.empty())));

            HttpResponse<String> answer = server.get("/readyz");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .isEqualTo("{\"status\":\"ready\",\"checks\":{\"queue\":\"ok\",\"store\":\"ok\"}}");
        }

        @Test
        void serverThatCannotWorkShouldSayWhatIsWrong() {
            serve(
                    probe("store", Mono.error(new IllegalStateException("secret detail"))),
                    probe("queue", Mono.just(Optional.of("takes no mail"))),
                    probe("listeners", Mono.just(Optional.empty())));

            HttpResponse<String> answer = server.get("/readyz");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .isEqualTo("{\"status\":\"unavailable\",\"checks\":{\"listeners\":\"ok\","
                            + "\"queue\":\"takes no mail\",\"store\":\"does not answer\"}}");
        }

        @Test
        void probeThatNeverAnswersShouldNotHoldUpTheAnswer() {
            serve(probe("store", Mono.never()));

            assertThat(server.get("/readyz").body()).contains("\"store\":\"does not answer\"");
        }

        @Test
        void probesShouldBeAskedOnceASecondAtMost() {
            serve(probe("store", Mono.just(Optional.empty())));
            long begin = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                server.get("/readyz");
            }
            long seconds = (System.nanoTime() - begin) / 1_000_000_000;

            assertThat(asked.get()).isLessThanOrEqualTo((int) seconds + 1);
        }
    }

    @Nested
    class Metrics {
        private final MetricRegistry registry = new MetricRegistry();

        private void serveMetrics(boolean behindProxy) {
            registry.counter("submission-accepted").inc(3);
            MetricsRoutes routes = new MetricsRoutes(registry, TOKEN);
            server = behindProxy ? HttpTestServer.behindProxy(routes) : HttpTestServer.of(routes);
        }

        @Test
        void metricThatCannotBeReadShouldNotTakeAwayTheOthers() {
            registry.register("a-queue", (Gauge<Integer>) () -> {
                throw new IllegalStateException("closed");
            });
            registry.register("b-queue", (Gauge<Integer>) () -> 5);
            serveMetrics(false);

            HttpResponse<String> answer = server.get("/metrics");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("submission_accepted 3.0", "b_queue 5.0")
                    .doesNotContain("a_queue");
        }

        @Test
        void thisMachineShouldReadThemWithoutAToken() {
            serveMetrics(false);

            HttpResponse<String> answer = server.get("/metrics");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body()).contains("submission_accepted 3.0");
        }

        @Test
        void otherMachineShouldNeedTheToken() {
            serveMetrics(true);

            assertThat(server.get("/metrics", "X-Forwarded-For", "192.0.2.7").statusCode())
                    .isEqualTo(401);
            assertThat(server.get("/metrics", "X-Forwarded-For", "192.0.2.7", "Authorization", "Bearer wrong")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(server.get(
                                    "/metrics",
                                    "X-Forwarded-For",
                                    "192.0.2.7",
                                    "Authorization",
                                    "Bearer " + TOKEN.reveal())
                            .statusCode())
                    .isEqualTo(200);
        }

        @Test
        void proxyOnThisMachineShouldNotPassForThisMachine() {
            serveMetrics(false);

            assertThat(server.get("/metrics", "X-Forwarded-For", "192.0.2.7").statusCode())
                    .isEqualTo(401);
            assertThat(server.get("/metrics", "Forwarded", "for=192.0.2.7").statusCode())
                    .isEqualTo(401);
            assertThat(server.get("/metrics", "Via", "1.1 proxy", "Authorization", "Bearer wrong")
                            .statusCode())
                    .isEqualTo(401);
        }

        /** As it would without any: some clients send an API key with every request. */
        @Test
        void thisMachineShouldReadThemWhateverItShows() {
            serveMetrics(false);

            assertThat(server.get("/metrics", "Authorization", "Bearer wrong").statusCode())
                    .isEqualTo(200);
        }
    }
}

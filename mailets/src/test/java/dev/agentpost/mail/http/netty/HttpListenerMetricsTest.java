package dev.agentpost.mail.http.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import dev.agentpost.mail.http.Dispatcher;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpLimits;
import dev.agentpost.mail.http.HttpMetrics;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.http.RouteTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.metrics.dropwizard.DropWizardGaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpListenerMetricsTest {
    private static final HttpLimits LIMITS = new HttpLimits(
            1_000,
            2_000,
            5_000,
            3,
            2,
            4,
            50,
            Duration.ofSeconds(20),
            Duration.ofMillis(300),
            Duration.ofSeconds(20),
            Duration.ofMillis(300),
            Duration.ofSeconds(20));

    private final MetricRegistry registry = new MetricRegistry();
    private final AtomicInteger underWay = new AtomicInteger();
    private HttpListener listener;

    @BeforeEach
    void setUp() {
        List<HttpRoute> routes = List.of(
                HttpRoute.get("/hello", request -> Mono.just(HttpAnswer.text(200, "text/plain", "hello"))),
                HttpRoute.get("/moved", request -> Mono.just(HttpAnswer.text(302, "text/plain", ""))),
                HttpRoute.get("/defect", request -> Mono.error(new IllegalArgumentException("defect"))),
                HttpRoute.get("/never", request -> {
                    underWay.incrementAndGet();
                    return Mono.never();
                }),
                HttpRoute.get(
                        "/stream",
                        request -> Mono.just(
                                HttpAnswer.stream("text/plain", Flux.generate(sink -> sink.next(new byte[8_192]))))),
                HttpRoute.post(
                        "/echo", 3_000, request -> Mono.just(HttpAnswer.bytes(200, "text/plain", request.body()))));
        listener = new HttpListener(
                new HttpTransport("127.0.0.1", 0, Optional.empty(), false),
                LIMITS,
                new Dispatcher(new RouteTable(Set.of(() -> routes))),
                new HttpMetrics(new DropWizardMetricFactory(registry), new DropWizardGaugeRegistry(registry)));
        listener.start();
    }

    @AfterEach
    void tearDown() {
        listener.close();
    }

    private RawHttp open() throws IOException {
        return RawHttp.open(listener.port());
    }

    private long count(String name) {
        return registry.getMeters().get(name).getCount();
    }

    private void awaitCount(String name, long expected) {
        await(name).untilAsserted(() -> assertThat(count(name)).isEqualTo(expected));
    }

    private long requests() {
        return registry.getTimers().get("http_request").getCount();
    }

    private Object connections() {
        return registry.getGauges().get("http_connections").getValue();
    }

    @Test
    void everyMetricShouldBeThereBeforeTheFirstRequest() {
        assertThat(registry.getNames())
                .containsExactlyInAnyOrder(
                        "http_connections",
                        "http_request",
                        "http_answered_2xx",
                        "http_answered_3xx",
                        "http_answered_4xx",
                        "http_answered_5xx",
                        "http_refused_connection",
                        "http_timed_out");
    }

    @Test
    void openConnectionsShouldBeTold() throws IOException {
        assertThat(connections()).isEqualTo(0);
        try (RawHttp client = open()) {
            assertThat(client.get("/hello").answer()).endsWith("hello");

            assertThat(connections()).isEqualTo(1);
        }
        await().untilAsserted(() -> assertThat(connections()).isEqualTo(0));
    }

    @ParameterizedTest
    @CsvSource({
        "/hello, http_answered_2xx",
        "/moved, http_answered_3xx",
        "/nothing, http_answered_4xx",
        "/../hello, http_answered_4xx",
        "/defect, http_answered_5xx"
    })
    void answerShouldBeCountedByTheClassOfItsStatus(String target, String counted) throws IOException {
        try (RawHttp client = open()) {
            client.get(target).answer();
        }

        assertThat(count(counted)).isEqualTo(1);
        assertThat(List.of("http_answered_2xx", "http_answered_3xx", "http_answered_4xx", "http_answered_5xx"))
                .filteredOn(name -> !name.equals(counted))
                .allSatisfy(name -> assertThat(count(name)).isZero());
    }

    @Test
    void answerShouldBeTimedWithoutTheNameOfItsPath() throws IOException {
        Set<String> before = Set.copyOf(registry.getNames());
        try (RawHttp client = open()) {
            client.get("/hello").answer();
            client.get("/nothing").answer();
        }

        assertThat(requests()).isEqualTo(2);
        assertThat(registry.getNames()).isEqualTo(before);
    }

    @Test
    void requestThatIsNotAnsweredShouldNotBeTimed() throws IOException {
        try (RawHttp client = open()) {
            client.get("/never");
            await().until(() -> underWay.get() == 1);
        }
        await().untilAsserted(() -> assertThat(connections()).isEqualTo(0));

        assertThat(requests()).isZero();
    }

    @Test
    void requestThatIsRefusedUnreadShouldBeCounted() throws IOException {
        try (RawHttp client = open()) {
            assertThat(client.say("nonsense\r\n\r\n").rest()).startsWith("HTTP/1.1 400 ");
        }

        assertThat(count("http_answered_4xx")).isEqualTo(1);
    }

    @Test
    void interimAnswerShouldNotBeCounted() throws IOException {
        try (RawHttp client = open()) {
            client.say("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
            assertThat(client.say("abcd").answer()).startsWith("HTTP/1.1 200 ");
        }

        assertThat(count("http_answered_2xx")).isEqualTo(1);
    }

    @Test
    void connectionTooManyShouldBeCounted() throws IOException {
        try (RawHttp first = open();
                RawHttp second = open()) {
            first.get("/never");
            second.get("/never");
            // an idle one would make room
            await().until(() -> underWay.get() == 2);

            try (RawHttp third = open()) {
                assertThat(third.rest()).isEmpty();
            }
        }

        assertThat(count("http_refused_connection")).isEqualTo(1);
    }

    @Test
    void slowSenderShouldBeCounted() throws IOException {
        try (RawHttp client = open()) {
            assertThat(client.say("GET /hello HTTP/1.1\r\n").rest()).startsWith("HTTP/1.1 408 ");
        }

        assertThat(count("http_timed_out")).isEqualTo(1);
        assertThat(count("http_answered_4xx")).isEqualTo(1);
    }

    @Test
    void slowReaderShouldBeCounted() throws IOException {
        try (RawHttp client = open()) {
            client.get("/stream").readHead();

            awaitCount("http_timed_out", 1);
        }
    }
}

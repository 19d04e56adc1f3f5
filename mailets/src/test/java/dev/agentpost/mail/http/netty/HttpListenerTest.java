package dev.agentpost.mail.http.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.http.Dispatcher;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpLimits;
import dev.agentpost.mail.http.HttpMetrics;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.http.RouteTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The listener with sound, hostile and broken clients. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpListenerTest {
    static final HttpLimits QUICK = new HttpLimits(
            1_000,
            2_000,
            5_000,
            1_200,
            1_100,
            4,
            50,
            Duration.ofSeconds(20),
            Duration.ofMillis(400),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20));

    private final AtomicInteger produced = new AtomicInteger();
    private HttpListener listener;

    @BeforeEach
    void setUp() {
        listener = start(QUICK, false);
    }

    @AfterEach
    void tearDown() {
        listener.close();
    }

    private HttpListener start(HttpLimits limits, boolean behindProxy) {
        List<HttpRoute> routes = List.of(
                HttpRoute.get("/hello", request -> Mono.just(HttpAnswer.text(200, "text/plain", "hello"))),
                HttpRoute.get(
                        "/from",
                        request -> Mono.just(HttpAnswer.text(
                                200,
                                "text/plain",
                                request.remoteAddress()
                                        .map(InetAddress::getHostAddress)
                                        .orElse("unknown")))),
                HttpRoute.get("/stream", request -> Mono.just(HttpAnswer.stream("text/plain", endless()))),
                HttpRoute.get(
                        "/broken",
                        request -> Mono.just(HttpAnswer.stream(
                                "text/plain",
                                Flux.concat(
                                        Flux.just("half".getBytes(StandardCharsets.UTF_8)),
                                        Flux.error(new IllegalStateException("store down")))))),
                HttpRoute.get(
                        "/short",
                        request -> Mono.just(HttpAnswer.stream(
                                "text/plain",
                                Flux.just("one", "two").map(text -> text.getBytes(StandardCharsets.UTF_8))))),
                HttpRoute.get("/argument", request -> Mono.error(new IllegalArgumentException("defect"))),
                HttpRoute.get("/null", request -> Mono.error(new NullPointerException("defect"))),
                HttpRoute.get("/cast", request -> Mono.error(new ClassCastException("defect"))),
                HttpRoute.get("/file", request -> Mono.error(new UncheckedIOException(new IOException("defect")))),
                HttpRoute.get("/never", request -> Mono.never()),
                HttpRoute.get("/down", request -> Mono.error(new IllegalStateException("store down"))),
                HttpRoute.get("/defect", request -> {
                    throw new IllegalStateException("defect");
                }),
                HttpRoute.post(
                        "/echo",
                        3_000,
                        request -> Mono.just(HttpAnswer.bytes(200, "application/octet-stream", request.body()))));
        HttpListener made = new HttpListener(
                new HttpTransport("127.0.0.1", 0, Optional.empty(), behindProxy),
                limits,
                new Dispatcher(new RouteTable(Set.of(() -> routes))),
                new HttpMetrics(new RecordingMetricFactory(), new NoopGaugeRegistry()));
        made.start();
        return made;
    }

    private Flux<byte[]> endless() {
        return Flux.generate(() -> 0, (count, sink) -> {
            produced.incrementAndGet();
            sink.next(new byte[8_192]);
            return count + 1;
        });
    }

    private RawHttp open() throws IOException {
        return RawHttp.open(listener.port());
    }

    private void assertThatItAnswers() throws IOException {
        try (RawHttp client = open()) {
            assertThat(client.get("/hello").answer())
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("hello");
        }
    }

    @Nested
    class Answers {
        @Test
        void everyAnswerShouldCarryTheSecurityHeaders() throws IOException {
            for (String target : List.of("/hello", "/nothing", "/../x", "/down")) {
                try (RawHttp client = open()) {
                    assertThat(client.get(target).answer())
                            .as(target)
                            .containsIgnoringCase("Cache-Control: no-store\r\n")
                            .containsIgnoringCase("X-Content-Type-Options: nosniff\r\n")
                            .containsIgnoringCase("X-Frame-Options: DENY\r\n")
                            .containsIgnoringCase("Content-Security-Policy: default-src 'none'")
                            .containsIgnoringCase("Date: ")
                            .doesNotContainIgnoringCase("Server:")
                            .doesNotContainIgnoringCase("Access-Control-");
                }
            }
        }

        @Test
        void connectionShouldServeOneRequestAfterTheOther() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get("/hello").answer()).endsWith("hello");
                assertThat(client.get("/nothing").answer()).startsWith("HTTP/1.1 404 ");
                assertThat(client.get("/hello").answer()).endsWith("hello");
            }
        }

        @Test
        void headShouldHaveTheHeadersOfGetAndNoBody() throws IOException {
            try (RawHttp client = open()) {
                String get = client.get("/hello").answer();
                String head =
                        client.say("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n").readHead();

                assertThat(withoutDate(head)).isEqualTo(withoutDate(get).replaceFirst("hello$", ""));
                assertThat(client.get("/hello").answer()).startsWith("HTTP/1.1 200 ");
            }
        }

        private String withoutDate(String head) {
            return head.replaceFirst("(?i)date: .*\r\n", "");
        }

        @Test
        void headOfAStreamShouldBringNothingOfIt() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.say("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n")
                                .readHead())
                        .startsWith("HTTP/1.1 200 ");
                assertThat(client.get("/hello").answer())
                        .startsWith("HTTP/1.1 200 ")
                        .endsWith("hello");
                assertThat(produced).hasValue(0);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"DELETE", "PUT", "PATCH", "OPTIONS", "TRACE", "POST", "get", "FOO"})
        void otherMethodShouldBeRefusedWithTheAllowedOnes(String method) throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.say(method + " /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                                .answer())
                        .startsWith("HTTP/1.1 405 ")
                        .containsIgnoringCase("Allow: GET, HEAD\r\n")
                        .contains("\"statusCode\":405");
            }
        }

        @Test
        void unknownPathShouldBe404InJson() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get("/nothing").answer())
                        .startsWith("HTTP/1.1 404 ")
                        .containsIgnoringCase("Content-Type: application/json")
                        .endsWith("{\"statusCode\":404,\"type\":\"notFound\",\"message\":\"There is nothing here\","
                                + "\"details\":null}");
            }
        }

        @Test
        void failedStoreShouldBe503() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get("/down").answer())
                        .startsWith("HTTP/1.1 503 ")
                        .containsIgnoringCase("Retry-After: 5")
                        .doesNotContain("store down");
            }
        }

        @Test
        void defectShouldBe500WithoutItsMessage() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get("/defect").answer())
                        .startsWith("HTTP/1.1 500 ")
                        .doesNotContain("defect");
            }
        }

        @Test
        void streamThatFailsShouldNotLookWhole() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get("/broken").rest()).contains("half").doesNotContain("\r\n0\r\n\r\n");
            }
            assertThatItAnswers();
        }

        @Test
        void streamToAClientWithoutChunksShouldEndWithItsConnection() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.say("GET /short HTTP/1.0\r\n\r\n").rest())
                        .contains(" 200 ")
                        .doesNotContainIgnoringCase("Transfer-Encoding")
                        .endsWith("\r\n\r\nonetwo");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"/argument", "/null", "/cast", "/file"})
        void defectBehindAStoreShouldBe500(String target) throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get(target).answer()).startsWith("HTTP/1.1 500 ");
            }
        }

        @Test
        void bodyShouldReachItsRoute() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.say("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nabcd")
                                .answer())
                        .startsWith("HTTP/1.1 200 ")
                        .endsWith("abcd");
            }
        }

        @Test
        void chunkedBodyShouldReachItsRouteAndEndTheConnection() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.say("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + "2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n")
                                .rest())
                        .startsWith("HTTP/1.1 200 ")
                        .containsIgnoringCase("connection: close")
                        .endsWith("abcd");
            }
        }

        @Test
        void expectationShouldBeMetBeforeTheBodyIsSent() throws IOException {
            try (RawHttp client = open()) {
                client.say("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
                assertThat(client.say("abcd").answer())
                        .startsWith("HTTP/1.1 200 ")
                        .endsWith("abcd");
                assertThat(client.get("/hello").answer()).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Nested
    class Bounds {
        @Test
        void longestRequestLineShouldBeTaken() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get("/" + "a".repeat(900)).answer()).startsWith("HTTP/1.1 404 ");
            }
        }

        @Test
        void longerRequestLineShouldBe414() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get("/" + "a".repeat(1_100)).rest())
                        .startsWith("HTTP/1.1 414 ")
                        .contains("\"statusCode\":414");
            }
            assertThatItAnswers();
        }

        @Test
        void largestHeadersShouldBeTaken() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get("/hello", "X-Much: " + "a".repeat(1_800) + "\r\n")
                                .answer())
                        .startsWith("HTTP/1.1 200 ");
            }
        }

        @Test
        void largerHeadersShouldBe431() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get("/hello", "X-Much: " + "a".repeat(2_100) + "\r\n")
                                .rest())
                        .startsWith("HTTP/1.1 431 ");
            }
            assertThatItAnswers();
        }

        @Test
        void endlessHeadersShouldBe431() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get("/hello", "X-A: b\r\n".repeat(1_000)).rest())
                        .startsWith("HTTP/1.1 431 ");
            }
        }

        @Test
        void largestBodyShouldBeTaken() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.say("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3000\r\n\r\n"
                                        + "a".repeat(3_000))
                                .answer())
                        .startsWith("HTTP/1.1 200 ");
            }
        }

        @Test
        void largerBodyShouldBe413BeforeItIsSent() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.say("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3001\r\n\r\n")
                                .rest())
                        .startsWith("HTTP/1.1 413 ")
                        .contains("larger than 3000 bytes");
            }
        }

        @Test
        void largerChunkedBodyShouldBe413() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.say("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nbb9\r\n"
                                        + "a".repeat(3_001) + "\r\n0\r\n\r\n")
                                .rest())
                        .startsWith("HTTP/1.1 413 ");
            }
            assertThatItAnswers();
        }

        @Test
        void bodyOfAGetShouldBe413() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get("/hello", "Content-Length: 1\r\n")
                                .say("a")
                                .rest())
                        .startsWith("HTTP/1.1 413 ");
            }
        }

        @Test
        void pipelinedRequestsShouldBeAnsweredInOrder() throws IOException {
            try (RawHttp client = open()) {
                client.say("GET /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
                        + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
                assertThat(client.answer()).startsWith("HTTP/1.1 404 ");
                assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
            }
        }

        @Test
        void tooManyPipelinedRequestsShouldEndTheConnection() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.say("GET /never HTTP/1.1\r\nHost: x\r\n\r\n".repeat(5))
                                .rest())
                        .isEmpty();
            }
            assertThatItAnswers();
        }

        @Test
        void connectionShouldEndAfterItsLastRequest() throws IOException {
            try (RawHttp client = open()) {
                for (int i = 1; i < QUICK.maxRequests(); i++) {
                    assertThat(client.get("/hello").answer()).endsWith("hello");
                }
                assertThat(client.get("/hello").rest()).containsIgnoringCase("connection: close");
            }
        }
    }

    @Nested
    class Malformed {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
                    "GET\r\n\r\n",
                    "GET /hello\r\n\r\n",
                    "GET /hello HTTP/1.1\r\n\r\n",
                    "GET /hello HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                    "GET /hello HTTP/2.0\r\nHost: x\r\n\r\n",
                    "GET /hello HTTP/9\r\nHost: x\r\n\r\n",
                    "GET /hello HTTP/1.1\r\nHost x\r\n\r\n",
                    "GET /hello HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n",
                    "GET /hello HTTP/1.1\r\nHost: x\r\nA: b\u0000c\r\n\r\n",
                    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n",
                    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                    "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
                })
        void requestShouldBe400(String request) throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.say(request).rest())
                        .startsWith("HTTP/1.1 400 ")
                        .contains("\"statusCode\":400")
                        .containsOnlyOnce("HTTP/1.1 4");
            }
            assertThatItAnswers();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/../hello",
                    "/%2e%2e/hello",
                    "/./hello",
                    "//hello",
                    "/hello%00",
                    "/hello%2f..",
                    "/hello/%2e%2e/hello",
                    "/x%5c..%5chello",
                    "*"
                })
        void pathTrickShouldBe400(String target) throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get(target).answer()).startsWith("HTTP/1.1 400 ");
            }
            assertThatItAnswers();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                    "Transfer-Encoding: gzip\r\n",
                    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"
                })
        void smuggledRequestShouldNotBeServed(String framing) throws IOException {
            try (RawHttp client = open()) {
                String answers = client.say("POST /echo HTTP/1.1\r\nHost: x\r\n" + framing
                                + "\r\n0\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
                        .rest();

                assertThat(answers).startsWith("HTTP/1.1 400 ").doesNotContain("hello");
            }
        }
    }

    @Nested
    class Slow {
        @Test
        void headersThatDripInShouldBe408() throws IOException {
            try (RawHttp client = open()) {
                client.say("GET /hello HTTP/1.1\r\n");
                drip(client, "X-A: b\r\n");

                assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
            }
            assertThatItAnswers();
        }

        @Test
        void bodyThatDripsInShouldBe408() throws IOException {
            listener.close();
            listener = start(withBody(Duration.ofMillis(400)), false);
            try (RawHttp client = open()) {
                client.say("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3000\r\n\r\n");
                drip(client, "a");

                assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
            }
            assertThatItAnswers();
        }

        /** Until the other side has had enough. */
        private void drip(RawHttp client, String drop) {
            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                try {
                    return client.say(drop).socket().getInputStream().available() > 0;
                } catch (IOException closed) {
                    return true;
                }
            });
        }

        @Test
        void connectionThatAsksNothingShouldBeClosed() throws IOException {
            listener.close();
            listener = start(withIdle(Duration.ofSeconds(2)), false);
            try (RawHttp client = open()) {
                assertThat(client.rest()).isEmpty();
            }
            try (RawHttp client = open()) {
                assertThat(client.get("/hello").answer()).endsWith("hello");
                assertThat(client.rest()).isEmpty();
            }
        }

        @Test
        void clientThatDoesNotReadShouldHoldBackTheStream() throws IOException {
            try (RawHttp client = open()) {
                client.socket().setReceiveBufferSize(8_192);
                client.get("/stream").readHead();

                await().pollInterval(Duration.ofMillis(300)).until(() -> {
                    int before = produced.get();
                    return before > 0 && before == afterAWhile();
                });

                assertThat((long) produced.get() * 8_192).isLessThan(16L * 1024 * 1024);
            }
            await().until(() -> listener.connections() == 0);
        }

        private int afterAWhile() {
            await().pollDelay(Duration.ofMillis(200)).until(() -> true);
            return produced.get();
        }

        @Test
        void clientThatTakesNothingShouldBeCutOff() throws IOException {
            listener.close();
            listener = start(withStall(Duration.ofMillis(300)), false);
            try (RawHttp client = open()) {
                client.get("/stream").readHead();

                await().until(() -> listener.connections() == 0);
            }
        }
    }

    @Nested
    class Connections {
        @Test
        void thousandIdleConnectionsShouldNotHinderOthers() throws IOException {
            List<RawHttp> idle = new ArrayList<>();
            try {
                for (int i = 0; i < 1_000; i++) {
                    idle.add(open());
                }
                await().until(() -> listener.connections() == 1_000);

                assertThatItAnswers();
                assertThat(idle.get(500).get("/hello").answer()).endsWith("hello");
            } finally {
                for (RawHttp client : idle) {
                    client.close();
                }
            }
            await().until(() -> listener.connections() == 0);
        }

        @Test
        void thousandIdleConnectionsShouldNotHinderTheirOwnAddress() throws IOException {
            listener.close();
            listener = start(HttpLimits.DEFAULT, false);
            List<RawHttp> idle = new ArrayList<>();
            try {
                for (int i = 0; i < 1_000; i++) {
                    idle.add(open());
                }
                await().until(() -> listener.connections() == HttpLimits.DEFAULT.maxConnectionsPerAddress());

                assertThatItAnswers();
                assertThat(idle.get(0).rest()).isEmpty();
                assertThat(idle.get(999).get("/hello").answer()).endsWith("hello");
            } finally {
                for (RawHttp client : idle) {
                    client.close();
                }
            }
            await().until(() -> listener.connections() == 0);
        }

        @Test
        void connectionThatIsIdleLongestShouldMakeRoomForOneOfItsAddress() throws IOException {
            listener.close();
            listener = start(withConnections(5, 3), false);
            RawHttp other = answered("127.0.0.3");
            RawHttp first = answered("127.0.0.2");
            RawHttp second = answered("127.0.0.2");
            RawHttp third = answered("127.0.0.2");
            assertThat(first.get("/hello").answer()).endsWith("hello");

            RawHttp fourth = answered("127.0.0.2");

            assertThat(second.rest()).isEmpty();
            assertThat(listener.connections()).isEqualTo(4);
            closeAnswering(other, first, third, fourth);
        }

        @Test
        void connectionThatIsIdleLongestShouldMakeRoomWhenThereAreTooManyOfAll() throws IOException {
            listener.close();
            listener = start(withConnections(2, 2), false);
            RawHttp first = answered("127.0.0.2");
            RawHttp second = answered("127.0.0.3");

            RawHttp third = answered("127.0.0.4");

            assertThat(first.rest()).isEmpty();
            closeAnswering(second, third);
        }

        @Test
        void oneAddressShouldNotTakeAllConnections() throws IOException {
            listener.close();
            listener = start(withConnections(5, 3), false);
            List<RawHttp> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                held.add(asking("127.0.0.2"));
            }
            assertThat(RawHttp.open(listener.port(), "127.0.0.2").rest()).isEmpty();
            held.add(asking("127.0.0.3"));
            held.add(asking("127.0.0.4"));
            assertThat(RawHttp.open(listener.port(), "127.0.0.5").rest()).isEmpty();

            held.get(0).close();

            await().until(() -> listener.connections() == 4);
            held.add(answered("127.0.0.2"));
            for (RawHttp client : held) {
                client.close();
            }
        }

        @Test
        void connectionShouldNotMakeRoomOnceARequestHasBegun() throws IOException {
            listener.close();
            listener = start(withConnections(2, 2), false);
            RawHttp busy = asking("127.0.0.1");
            RawHttp idle = answered("127.0.0.1");

            RawHttp third = answered("127.0.0.1");

            assertThat(idle.rest()).isEmpty();
            assertThat(busy.socket().getInputStream().readNBytes(4_000_000)).hasSize(4_000_000);
            busy.close();
            closeAnswering(third);
        }

        /** Once there is room: a connection becomes idle a moment after its answer is read. */
        private RawHttp answered(String from) {
            return await().ignoreException(SocketException.class)
                    .until(
                            () -> {
                                RawHttp client = RawHttp.open(listener.port(), from);
                                return client.get("/hello").answer().endsWith("hello")
                                        ? Optional.of(client)
                                        : Optional.<RawHttp>empty();
                            },
                            Optional::isPresent)
                    .get();
        }

        /** One whose request is under way until the client goes. */
        private RawHttp asking(String from) throws IOException {
            RawHttp client = RawHttp.open(listener.port(), from);
            client.get("/stream").readHead();
            return client;
        }

        private void closeAnswering(RawHttp... clients) throws IOException {
            for (RawHttp client : clients) {
                assertThat(client.get("/hello").answer()).endsWith("hello");
                client.close();
            }
        }

        @Test
        void clientShouldBeKnownByItsConnection() throws IOException {
            try (RawHttp client = open()) {
                assertThat(client.get("/from", "X-Forwarded-For: 192.0.2.7\r\n").answer())
                        .endsWith("127.0.0.1");
            }
        }

        @Test
        void clientBehindAProxyShouldBeKnownByWhatTheNearestProxySays() throws IOException {
            listener.close();
            listener = start(QUICK, true);
            try (RawHttp client = open()) {
                assertThat(client.get("/from", "X-Forwarded-For: 198.51.100.1, 192.0.2.7\r\n")
                                .answer())
                        .endsWith("192.0.2.7");
            }
        }

        @ParameterizedTest
        @CsvSource({
            "192.0.2.7:5678, 192.0.2.7",
            "'198.51.100.1, [2001:db8::1]:443', 2001:db8:0:0:0:0:0:1",
            "[2001:db8::1], 2001:db8:0:0:0:0:0:1",
            "2001:db8::1, 2001:db8:0:0:0:0:0:1",
            "nonsense, unknown",
            "192.0.2.7:x, unknown"
        })
        void proxyShouldNotStandForAClientThatItNamesOtherwise(String chain, String expected) throws IOException {
            listener.close();
            listener = start(QUICK, true);
            try (RawHttp client = open()) {
                assertThat(client.get("/from", "X-Forwarded-For: " + chain + "\r\n")
                                .answer())
                        .endsWith("\r\n\r\n" + expected);
                assertThat(client.get("/from").answer()).endsWith("127.0.0.1");
            }
        }
    }

    @Nested
    class Ends {
        @Test
        void requestThatIsHalfThereShouldNotOutliveTheListener() throws IOException {
            listener.close();
            listener = start(withBody(Duration.ofSeconds(40)), false);
            try (RawHttp client = open()) {
                client.say("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3000\r\n\r\nhalf");
                await().until(() -> listener.connections() == 1);

                listener.close();

                assertThat(client.rest()).isEmpty();
                await().until(() -> listener.connections() == 0);
            }
        }

        @Test
        void requestThatIsNeverAnsweredShouldNotOutliveTheListener() throws IOException {
            try (RawHttp client = open()) {
                client.get("/never");
                await().until(() -> listener.connections() == 1);

                listener.close();

                assertThat(client.rest()).doesNotContain("200");
            }
        }
    }

    private static HttpLimits withBody(Duration body) {
        return new HttpLimits(
                1_000, 2_000, 5_000, 100, 100, 4, 50, QUICK.idle(), QUICK.head(), body, QUICK.stall(), QUICK.answer());
    }

    private static HttpLimits withIdle(Duration idle) {
        return new HttpLimits(
                1_000, 2_000, 5_000, 100, 100, 4, 50, idle, QUICK.head(), QUICK.body(), QUICK.stall(), QUICK.answer());
    }

    private static HttpLimits withStall(Duration stall) {
        return new HttpLimits(
                1_000, 2_000, 5_000, 100, 100, 4, 50, QUICK.idle(), QUICK.head(), QUICK.body(), stall, QUICK.answer());
    }

    private static HttpLimits withConnections(int all, int ofOne) {
        return new HttpLimits(
                1_000,
                2_000,
                5_000,
                all,
                ofOne,
                4,
                50,
                QUICK.idle(),
                QUICK.head(),
                QUICK.body(),
                QUICK.stall(),
                QUICK.answer());
    }
}

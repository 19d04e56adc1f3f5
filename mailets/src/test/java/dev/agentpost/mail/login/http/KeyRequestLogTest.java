package dev.agentpost.mail.login.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.http.HttpTestServer;
import dev.agentpost.mail.logging.LogContext;
import dev.agentpost.mail.login.KeyFixture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** What the log says of a request beside the text of its lines. */
class KeyRequestLogTest {
    private static final String REQUEST_LINE = "http method=GET path=";
    private static final String FAILED = "failed because a store did not answer";

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final ConcurrentLinkedQueue<ILoggingEvent> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            all.add(event);
        }
    }

    private final KeyFixture fixture = new KeyFixture();
    private final ExecutorService driver = Executors.newSingleThreadExecutor();
    private final KeyRoutes keys =
            new KeyRoutes(fixture.login(), new KeyPace(fixture.clock().ticker()));
    private final HttpTestServer server = HttpTestServer.of(() -> List.of(
            keys.get("/good", Optional.of(Scope.INBOXES_READ), (request, caller) -> stored("ok")),
            keys.get("/bad", Optional.empty(), (request, caller) -> stored("down")),
            HttpRoute.get("/open", request -> stored("down")),
            HttpRoute.get("/late", request -> {
                request.context().cameWith("org_1", "key_1");
                return stored("down");
            })));
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.agentpost.mail.http");
    private final Lines lines = new Lines();

    /** An answer on another thread, as those of Cassandra's driver. */
    private Mono<HttpAnswer> stored(String text) {
        return LogContext.followed(Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> text, driver)))
                .flatMap(found -> found.equals("ok")
                        ? Mono.just(HttpAnswer.text(200, "text/plain", found))
                        : Mono.error(new TimeoutException(found)));
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(lines);
    }

    @AfterEach
    void tearDown() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        server.close();
        driver.shutdownNow();
    }

    /** Of the one line with that text. */
    private Map<String, String> context(String text) {
        await().until(() -> lines.all.stream()
                        .filter(line -> line.getFormattedMessage().contains(text))
                        .count()
                == 1);
        return lines.all.stream()
                .filter(line -> line.getFormattedMessage().contains(text))
                .findFirst()
                .orElseThrow()
                .getMDCPropertyMap();
    }

    private Map<String, String> organizationAndKey(ApiKeySecret secret) {
        return Map.of(
                "organization",
                fixture.organization().id().value(),
                "key",
                fixture.find(secret).id().value());
    }

    @Test
    void lineOfARequestShouldSayWhoseItIs() {
        ApiKeySecret secret = fixture.key(Scope.INBOXES_READ);

        server.getAs(secret.reveal(), "/good");

        assertThat(context(REQUEST_LINE + "/good status=200"))
                .containsAllEntriesOf(organizationAndKey(secret))
                .containsAllEntriesOf(Map.of("protocol", "HTTP", "ip", "127.0.0.1"))
                .containsKey("sessionId")
                .hasSize(5);
    }

    @Test
    void refusedKeyShouldBeNamedToo() {
        ApiKeySecret secret = fixture.key(Scope.MESSAGES_READ);

        server.getAs(secret.reveal(), "/good");

        assertThat(context(REQUEST_LINE + "/good status=403")).containsAllEntriesOf(organizationAndKey(secret));
    }

    @Test
    void failureShouldSayWhoseRequestItMet() {
        ApiKeySecret secret = fixture.key();

        server.getAs(secret.reveal(), "/bad");

        assertThat(context(FAILED)).containsAllEntriesOf(organizationAndKey(secret));
        assertThat(context(FAILED)).isEqualTo(context(REQUEST_LINE + "/bad status=503"));
    }

    /** As when the time limit runs out, which began before the key was looked at. */
    @Test
    void failureShouldSayWhatBecameKnownAfterTheWorkBegan() {
        server.get("/late");

        assertThat(context(FAILED)).containsEntry("organization", "org_1").containsEntry("key", "key_1");
    }

    @Test
    void requestWithoutAKeyShouldNotBeTakenForTheOneBefore() {
        server.getAs(fixture.key(Scope.INBOXES_READ).reveal(), "/good");

        server.get("/open");

        assertThat(context(FAILED)).containsOnlyKeys("protocol", "ip", "sessionId");
        assertThat(context(REQUEST_LINE + "/open status=503")).isEqualTo(context(FAILED));
        assertThat(context(REQUEST_LINE + "/good"))
                .doesNotContainEntry("sessionId", context(FAILED).get("sessionId"));
    }
}

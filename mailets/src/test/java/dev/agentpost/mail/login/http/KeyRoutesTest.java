package dev.agentpost.mail.login.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpTestServer;
import dev.agentpost.mail.login.KeyFixture;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class KeyRoutesTest {
    private static final String PATH = "/api/v1/test";

    private final KeyFixture fixture = new KeyFixture();
    private final AtomicInteger handled = new AtomicInteger();
    private final KeyPace pace = new KeyPace(fixture.clock().ticker());
    private final KeyRoutes routes = new KeyRoutes(fixture.login(), pace);
    private final HttpTestServer server =
            HttpTestServer.of(() -> List.of(routes.get(PATH, Optional.empty(), (request, caller) -> {
                handled.incrementAndGet();
                return Mono.just(HttpAnswer.text(200, "text/plain", "ok"));
            })));

    @AfterEach
    void tearDown() {
        server.close();
    }

    private HttpResponse<String> ask(ApiKeySecret secret) {
        return server.getAs(secret.reveal(), PATH);
    }

    /** The last of the requests over HTTP. */
    private void askAsOftenAsAllowed(ApiKeySecret secret) {
        for (int i = 1; i < KeyPace.MAX_REQUESTS; i++) {
            assertThat(pace.pause(fixture.find(secret).id())).isEmpty();
        }
        assertThat(ask(secret).statusCode()).isEqualTo(200);
    }

    /** For one who polls. */
    @Test
    void keyShouldBeAnsweredTwentyTimesASecond() {
        assertThat(KeyPace.MAX_REQUESTS).isEqualTo(20 * KeyPace.WINDOW.toSeconds());
    }

    @Test
    void keyThatAsksTooOftenShouldBeToldHowLongToWait() {
        ApiKeySecret secret = fixture.key();
        askAsOftenAsAllowed(secret);
        fixture.clock().advance(Duration.ofSeconds(20));

        HttpResponse<String> answer = ask(secret);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("40");
        assertThat(answer.body()).contains("Too many requests with this key");
        assertThat(handled).hasValue(1);
    }

    @Test
    void pauseShouldBeToldInSecondsThatAreEnough() {
        ApiKeySecret secret = fixture.key();
        askAsOftenAsAllowed(secret);
        fixture.clock().advance(Duration.ofMillis(58_500));

        assertThat(ask(secret).headers().firstValue("Retry-After")).hasValue("2");
    }

    @Test
    void otherKeyShouldBeAnsweredMeanwhile() {
        ApiKeySecret secret = fixture.key();
        ApiKeySecret other = fixture.key();
        askAsOftenAsAllowed(secret);

        assertThat(ask(secret).statusCode()).isEqualTo(429);
        assertThat(ask(other).statusCode()).isEqualTo(200);
    }

    @Test
    void keyShouldBeAnsweredAgainOnceItHasWaited() {
        ApiKeySecret secret = fixture.key();
        askAsOftenAsAllowed(secret);
        assertThat(ask(secret).statusCode()).isEqualTo(429);

        fixture.clock().advance(KeyPace.WINDOW);

        assertThat(ask(secret).statusCode()).isEqualTo(200);
    }

    /** It is refused in any case, and would fill the log. */
    @Test
    void keyOfASuspendedOrganizationShouldNotAskTooOftenEither() {
        ApiKeySecret secret = fixture.key();
        askAsOftenAsAllowed(secret);
        fixture.suspend();

        assertThat(ask(secret).statusCode()).isEqualTo(429);
    }

    /** Whoever has no key gets no 429 that tells of one. */
    @Test
    void revokedKeyShouldBe401HoweverOftenItAsked() {
        ApiKeySecret secret = fixture.key();
        askAsOftenAsAllowed(secret);

        fixture.revoke(secret);

        assertThat(ask(secret).statusCode()).isEqualTo(401);
    }
}

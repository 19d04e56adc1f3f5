package dev.agentpost.mail.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class LogContextTest {
    private static final Map<String, String> OF_ALICE = Map.of("inbox", "alice");

    private final ExecutorService driver = Executors.newSingleThreadExecutor();

    @BeforeEach
    void setUp() {
        LogContext.followSchedulers();
    }

    @AfterEach
    void tearDown() {
        driver.shutdownNow();
        Schedulers.resetOnScheduleHook("log-context");
    }

    private static String inbox() {
        return "inbox " + MDC.get("inbox");
    }

    @Test
    void workShouldTakeItsContextToOtherThreads() {
        Mono<String> work = Mono.fromSupplier(LogContextTest::inbox).subscribeOn(Schedulers.boundedElastic());

        assertThat(LogContext.within(OF_ALICE, work).block()).isEqualTo("inbox alice");
        assertThat(work.block()).isEqualTo("inbox null");
        assertThat(inbox()).isEqualTo("inbox null");
    }

    @Test
    void answerOfTheStoreShouldBeHandledInTheContextOfTheQuestion() {
        Mono<String> stored = LogContext.followed(
                        Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> "x", driver)))
                .map(answer -> inbox());

        assertThat(LogContext.within(OF_ALICE, stored).block()).isEqualTo("inbox alice");
        assertThat(stored.block()).isEqualTo("inbox null");
    }

    @Test
    void failureOfTheStoreShouldBeHandledInTheContextOfTheQuestion() {
        Mono<String> stored = LogContext.followed(Mono.<String>fromFuture(() -> CompletableFuture.supplyAsync(
                        () -> {
                            throw new IllegalStateException("down");
                        },
                        driver)))
                .onErrorResume(failure -> Mono.fromSupplier(LogContextTest::inbox));

        assertThat(LogContext.within(OF_ALICE, stored).block()).isEqualTo("inbox alice");
    }

    /** The thread that completes it hands the answer to one subscriber after the other. */
    @Test
    void subscribersOfOneAnswerShouldEachKeepTheirContext() {
        CompletableFuture<String> shared = new CompletableFuture<>();
        Mono<String> answer = LogContext.followed(Mono.fromFuture(shared, true)).map(unused -> inbox());
        CompletableFuture<String> ofAlice = LogContext.within(OF_ALICE, answer).toFuture();
        CompletableFuture<String> ofBob =
                LogContext.within(Map.of("inbox", "bob"), answer).toFuture();
        CompletableFuture<String> ofNobody = answer.toFuture();

        driver.execute(() -> {
            MDC.put("inbox", "carol");
            shared.complete("x");
        });

        assertThat(ofAlice.join()).isEqualTo("inbox alice");
        assertThat(ofBob.join()).isEqualTo("inbox bob");
        assertThat(ofNobody.join()).isEqualTo("inbox null");
    }

    @Test
    void threadsShouldKeepNothingOfWhatIsOver() throws Exception {
        LogContext.within(
                        OF_ALICE,
                        LogContext.followed(Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> "x", driver))))
                .block();

        assertThat(driver.submit(LogContextTest::inbox).get()).isEqualTo("inbox null");
    }
}

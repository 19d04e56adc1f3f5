package dev.agentpost.mail.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StartedPartsTest {
    private static final Runnable NOTHING = () -> {};

    private final StartedParts parts = new StartedParts();
    private final List<String> events = new ArrayList<>();

    @Test
    void stopShouldCloseTheLastFirst() throws Exception {
        start("storage");
        start("listeners");

        parts.stop(() -> events.add("stopping"));

        assertThat(events).containsExactly("stopping", "listeners", "storage");
    }

    @Test
    void partThatFailsToCloseShouldNotKeepTheOthersOpen() throws Exception {
        start("storage");
        parts.start(() -> () -> {
            throw new IllegalStateException("cannot");
        });

        parts.stop(NOTHING);

        assertThat(events).containsExactly("storage");
    }

    @Test
    void failureBeforeShouldNotKeepAnythingOpen() throws Exception {
        start("storage");

        parts.stop(() -> {
            throw new UncheckedIOException(new IOException("No space left on device"));
        });

        assertThat(events).containsExactly("storage");
    }

    @Test
    void nothingShouldBeStartedAfterAStop() {
        parts.stop(NOTHING);

        assertThatThrownBy(() -> start("storage"))
                .isInstanceOf(StartFailure.class)
                .hasMessage("stopped while starting");
        parts.unlessStopping(() -> events.add("ready"));
        assertThat(events).isEmpty();
    }

    /** As the wait for a Cassandra that does not answer. */
    @Test
    @Timeout(30)
    void partThatWaitsShouldHearOfTheStop() throws Exception {
        start("storage");
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Throwable> failure =
                CompletableFuture.supplyAsync(() -> catchThrowable(() -> parts.start(() -> {
                    while (true) {
                        parts.requireNotStopping();
                        waiting.countDown();
                        Thread.onSpinWait();
                    }
                })));
        waiting.await();

        parts.stop(NOTHING);

        assertThat(failure.get()).isInstanceOf(StartFailure.class);
        assertThat(events).containsExactly("storage");
    }

    private void start(String name) throws Exception {
        parts.start(() -> () -> events.add(name));
    }
}

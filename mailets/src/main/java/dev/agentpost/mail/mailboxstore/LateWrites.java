package dev.agentpost.mail.mailboxstore;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Writes that nobody has to wait for, since what they write can be found again without them. A bounded number of them:
 * a caller that comes while that many are under way waits for its own. Safe for use by many threads.
 */
final class LateWrites implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LateWrites.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int limit;
    private int underWay;

    LateWrites(int limit) {
        this.limit = limit;
    }

    /** Completes when the write is taken on, or done; never fails. */
    Mono<Void> take(String what, Mono<Void> write) {
        return Mono.defer(() -> {
            Mono<Void> logged = write.onErrorResume(failure -> {
                LOGGER.warn("could not write {}, which will cost time when it is looked for", what, failure);
                return Mono.empty();
            });
            if (!begin()) {
                return logged;
            }
            logged.doFinally(signal -> end()).subscribe();
            return Mono.empty();
        });
    }

    private synchronized boolean begin() {
        if (underWay == limit) {
            return false;
        }
        underWay++;
        return true;
    }

    private synchronized void end() {
        underWay--;
        notifyAll();
    }

    /** Waits for what is under way. */
    @Override
    public void close() {
        if (!waitUntilIdle(PATIENCE)) {
            LOGGER.warn("{} late writes did not end in {} seconds", underWay, PATIENCE.toSeconds());
        }
    }

    private synchronized boolean waitUntilIdle(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (underWay > 0 && System.nanoTime() < end) {
                wait(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return underWay == 0;
    }
}

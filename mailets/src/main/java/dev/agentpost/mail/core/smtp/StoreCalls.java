package dev.agentpost.mail.core.smtp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** The edge where an SMTP handler waits for a store. Handlers run on threads of their own, never on an event loop. */
public final class StoreCalls {
    // no answer to a client may take longer than 10 seconds
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private StoreCalls() {}

    /** @throws RuntimeException when the store fails or does not answer in 8 seconds */
    public static <T> Optional<T> await(Mono<T> answer) {
        return answer.blockOptional(TIMEOUT);
    }

    /**
     * Cancels the answer when it does not come in time.
     *
     * @throws RuntimeException when the store fails or does not answer in 8 seconds
     */
    public static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            if (!answer.cancel(false)) {
                return answer.join();
            }
            throw new IllegalStateException("no answer in " + TIMEOUT, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

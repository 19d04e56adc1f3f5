package dev.agentpost.mail.core.smtp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.james.protocols.smtp.SMTPSession;
import reactor.core.publisher.Mono;

/**
 * The edge where an SMTP handler waits for a store, as long as the client may still be made to wait ({@link
 * ReplyPatience}). Handlers run on threads of their own, never on an event loop.
 */
public final class StoreCalls {
    private StoreCalls() {}

    /** @throws RuntimeException when the store fails or does not answer in time */
    public static <T> Optional<T> await(SMTPSession session, Mono<T> answer) {
        Duration patience = MailSession.of(session).patience();
        try {
            return answer.blockOptional(patience);
        } catch (RuntimeException e) {
            MailSession.of(session).storeFailed();
            throw isTimeout(e) ? noAnswer(patience) : e;
        }
    }

    /** Reactor has no class of its own for it. */
    private static boolean isTimeout(RuntimeException failure) {
        return failure instanceof IllegalStateException
                && String.valueOf(failure.getMessage()).startsWith("Timeout on blocking read");
    }

    private static IllegalStateException noAnswer(Duration patience) {
        return new IllegalStateException("no answer in " + patience.toMillis() + " ms");
    }

    /**
     * Cancels the answer when it does not come in time.
     *
     * @throws RuntimeException when the store fails or does not answer in time
     */
    public static <T> T await(SMTPSession session, CompletableFuture<T> answer) {
        Duration patience = MailSession.of(session).patience();
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException timeout) {
            if (!answer.cancel(false)) {
                return answer.join();
            }
            MailSession.of(session).storeFailed();
            throw noAnswer(patience);
        } catch (ExecutionException e) {
            MailSession.of(session).storeFailed();
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

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
        return answer.blockOptional(MailSession.of(session).patience());
    }

    /**
     * Cancels the answer when it does not come in time.
     *
     * @throws RuntimeException when the store fails or does not answer in time
     */
    public static <T> T await(SMTPSession session, CompletableFuture<T> answer) {
        Duration patience = MailSession.of(session).patience();
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (!answer.cancel(false)) {
                return answer.join();
            }
            throw new IllegalStateException("no answer in " + patience, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package dev.agentpost.mail.core.smtp;

import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The edge where an SMTP handler waits for a store. Handlers run on threads of their own, never on an event loop. */
public final class StoreCalls {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private StoreCalls() {}

    /** @throws RuntimeException when the store fails or does not answer in 10 seconds */
    public static <T> Optional<T> await(Mono<T> answer) {
        return answer.blockOptional(TIMEOUT);
    }
}

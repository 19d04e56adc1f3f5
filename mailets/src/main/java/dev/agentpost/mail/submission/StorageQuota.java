package dev.agentpost.mail.submission;

import dev.agentpost.mail.inbox.InboxAddress;
import reactor.core.publisher.Mono;

/** How much an inbox may store. */
@FunctionalInterface
public interface StorageQuota {
    /** @return never empty; an error means that the store did not answer */
    Mono<Boolean> isReached(InboxAddress inbox);
}

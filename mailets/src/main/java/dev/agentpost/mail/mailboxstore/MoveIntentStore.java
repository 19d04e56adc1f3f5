package dev.agentpost.mail.mailboxstore;

import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The moves under way. */
public interface MoveIntentStore {
    /** How long an intent is kept: less than {@link FolderMessages#DELIVERY_MEMORY}, which makes it repeatable. */
    Duration RETENTION = FolderMessages.DELIVERY_MEMORY.minusDays(2);

    Mono<Void> save(MoveIntent intent);

    Mono<Void> delete(MoveIntent intent);

    /** Those made in this time, both ends included, oldest first. The cost is that of the length of the time. */
    Flux<MoveIntent> list(Instant from, Instant to);
}

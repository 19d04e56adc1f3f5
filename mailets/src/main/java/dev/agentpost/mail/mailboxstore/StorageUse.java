package dev.agentpost.mail.mailboxstore;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * How much an owner stores: the sum over the heads of its folders, so that it can never drift. Far from the limit an
 * answer is used again for as long as the rest cannot be filled at the fastest; near it, each answer is read anew.
 */
public final class StorageUse {
    /** Faster than a node takes mail for one inbox. */
    private static final long FASTEST_BYTES_PER_SECOND = 32L << 20;

    /** Within this of the limit an answer is not used again: some messages of the largest size. */
    private static final long NEAR_BYTES = 256L << 20;

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final long MAX_REMEMBERED = 50_000;
    private static final int HEADS_AT_ONCE = 4;

    private final FolderStore names;
    private final FolderMessages messages;
    private final long limitBytes;
    private final Clock clock;
    private final Cache<String, Known> remembered =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private record Known(Use use, Instant until) {}

    /** What all folders of an owner hold. */
    public record Use(long messages, long bytes) {
        static final Use NONE = new Use(0, 0);

        Use plus(Use other) {
            return new Use(messages + other.messages, bytes + other.bytes);
        }
    }

    public StorageUse(FolderStore names, FolderMessages messages, long limitBytes, Clock clock) {
        this.names = Objects.requireNonNull(names);
        this.messages = Objects.requireNonNull(messages);
        this.limitBytes = limitBytes;
        this.clock = Objects.requireNonNull(clock);
    }

    /** Nothing for an owner that has no folders; an error means that the store did not answer. */
    public Mono<Use> of(String owner) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            Known known = remembered.getIfPresent(owner);
            return known != null && now.isBefore(known.until())
                    ? Mono.just(known.use())
                    : read(owner).doOnNext(use -> remembered.put(owner, new Known(use, now.plus(usefulFor(use)))));
        });
    }

    private Mono<Use> read(String owner) {
        return names.list(owner)
                .flatMap(folder -> messages.head(folder.id()), HEADS_AT_ONCE)
                .map(head -> new Use(head.messageCount(), head.sizeBytes()))
                .reduce(Use.NONE, Use::plus);
    }

    private Duration usefulFor(Use use) {
        long untilNear = limitBytes - NEAR_BYTES - use.bytes();
        if (untilNear <= 0) {
            return Duration.ZERO;
        }
        Duration filled = Duration.ofSeconds(untilNear / FASTEST_BYTES_PER_SECOND);
        return filled.compareTo(LONGEST) < 0 ? filled : LONGEST;
    }
}

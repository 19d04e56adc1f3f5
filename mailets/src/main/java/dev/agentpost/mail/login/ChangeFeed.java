package dev.agentpost.mail.login;

import dev.agentpost.mail.login.LoginChangeLog.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Reads each entry of the log once, whatever happens in between: it reads on from the last time that it could read, less
 * an overlap, and remembers what it has seen within that. For one caller at a time.
 */
final class ChangeFeed {
    /** Clocks of nodes 5 s apart, a write that takes 10 s to succeed, and some more. */
    static final Duration OVERLAP = Duration.ofSeconds(20);

    /** @param gap true when entries may have gone from the log before they could be read */
    record Batch(Set<LoginChange> changes, boolean gap) {}

    private final LoginChangeLog log;
    private final Clock clock;
    private final Map<UUID, Instant> seen = new HashMap<>();
    private Instant readUntil;

    ChangeFeed(LoginChangeLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
        this.readUntil = clock.instant();
    }

    Mono<Batch> poll() {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            Instant wanted = readUntil.minus(OVERLAP);
            Instant oldest = now.minus(log.retention());
            boolean gap = wanted.isBefore(oldest);
            return log.read(gap ? oldest : wanted).collectList().map(entries -> {
                Set<LoginChange> changes = unseen(entries);
                readUntil = now;
                seen.values().removeIf(writtenAt -> writtenAt.isBefore(now.minus(OVERLAP)));
                return new Batch(changes, gap);
            });
        });
    }

    private Set<LoginChange> unseen(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> seen.putIfAbsent(entry.id(), entry.writtenAt()) == null)
                .map(Entry::change)
                .collect(Collectors.toSet());
    }
}

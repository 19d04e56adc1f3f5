package dev.agentpost.mail.login.memory;

import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChangeLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** For one node. Safe for use by many threads. */
public class MemoryLoginChangeLog implements LoginChangeLog {
    private static final Duration RETENTION = Duration.ofHours(1);

    private final Deque<Entry> entries = new ConcurrentLinkedDeque<>();
    private final Clock clock;

    @Inject
    public MemoryLoginChangeLog(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Mono<Void> append(LoginChange change) {
        return Mono.fromRunnable(() -> {
            Instant now = clock.instant();
            entries.removeIf(entry -> entry.writtenAt().isBefore(now.minus(RETENTION)));
            entries.add(new Entry(UUID.randomUUID(), now, change));
        });
    }

    @Override
    public Flux<Entry> read(Instant from) {
        return Flux.defer(() -> Flux.fromIterable(entries))
                .filter(entry -> !entry.writtenAt().isBefore(from));
    }

    @Override
    public Duration retention() {
        return RETENTION;
    }
}

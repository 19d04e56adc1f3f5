package dev.agentpost.mail.filterrule.cassandra;

import dev.agentpost.mail.filterrule.FilterRuleId;
import dev.agentpost.mail.logging.LogContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * The changes of this node. Of one partition one write is under way at a time, and what comes up meanwhile waits and goes
 * together: many simultaneous changes would otherwise get in each other's way. Safe for use by many threads.
 */
final class RuleSetQueue {
    private static final int MAX_TOGETHER = 50;
    private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

    private final RuleSetWriter writer;
    /** A key is there as long as a write of it is under way. */
    private final Map<RuleSetKey, Deque<RuleChange>> waiting = new HashMap<>();

    RuleSetQueue(RuleSetWriter writer) {
        this.writer = writer;
    }

    /** @return the other rule that a creation met, or empty when the change is made */
    Mono<FilterRuleId> submit(RuleChange change) {
        return Mono.defer(() -> {
                    add(change);
                    return LogContext.followed(Mono.fromFuture(change.conflict(), true));
                })
                .flatMap(Mono::justOrEmpty);
    }

    private void add(RuleChange change) {
        RuleSetKey set = RuleSetKey.of(change.rule());
        synchronized (this) {
            Deque<RuleChange> queue = waiting.get(set);
            if (queue != null) {
                queue.add(change);
                return;
            }
            waiting.put(set, new ArrayDeque<>());
        }
        write(set, List.of(change));
    }

    private void write(RuleSetKey set, List<RuleChange> changes) {
        writer.write(set, changes)
                .timeout(TIME_LIMIT)
                .doFinally(signal -> next(set).ifPresent(following -> write(set, following)))
                .subscribe(
                        conflicts -> {
                            for (int i = 0; i < changes.size(); i++) {
                                changes.get(i).conflict().complete(conflicts.get(i));
                            }
                        },
                        failure -> changes.forEach(change -> change.conflict().completeExceptionally(failure)));
    }

    private synchronized Optional<List<RuleChange>> next(RuleSetKey set) {
        Deque<RuleChange> queue = waiting.get(set);
        if (queue.isEmpty()) {
            waiting.remove(set);
            return Optional.empty();
        }
        List<RuleChange> changes = new ArrayList<>();
        while (!queue.isEmpty() && changes.size() < MAX_TOGETHER) {
            changes.add(queue.poll());
        }
        return Optional.of(changes);
    }
}

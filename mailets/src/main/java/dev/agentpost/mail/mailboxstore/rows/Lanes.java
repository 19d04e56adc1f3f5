package dev.agentpost.mail.mailboxstore.rows;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.mailboxstore.FolderBusyException;
import dev.agentpost.mail.mailboxstore.FolderId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/**
 * A queue of changes for each folder, of which this node has one batch in flight at most. While a write is under way
 * the next changes gather, and then share one.
 *
 * <p>Safe for use by many threads: a queue is touched only inside the map's atomic operations on its folder. A queue is
 * in the map exactly as long as somebody works it off: who finds none starts, and it is taken out in the same operation
 * that finds it empty. So no change is left lying, and an idle folder has no memory but its place in the bounded cache.
 * What has waited as long as a write may take is not begun any more: who asked for it has waited enough.
 */
final class Lanes {
    /** Changes for one turn: what a batch of small ones may hold. */
    private static final int MOST_AT_ONCE = FolderRows.MAX_UIDS;

    private final FolderRows rows;
    private final LaneLimits limits;
    private final Clock clock;
    private final ConcurrentHashMap<FolderId, Queue<Waiting>> queues = new ConcurrentHashMap<>();
    private final Cache<FolderId, FolderPages> remembered;

    private record Waiting(Pending<?> change, Instant since) {}

    Lanes(FolderRows rows, LaneLimits limits, Clock clock) {
        this.rows = rows;
        this.limits = limits;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumWeight(limits.cachedPages())
                .weigher((FolderId folder, FolderPages pages) ->
                        1 + pages.pages().size())
                .build();
    }

    /** @throws FolderBusyException when they do not fit; then none of them was taken */
    void submit(FolderId folder, List<? extends Pending<?>> changes) {
        Instant now = clock.instant();
        boolean[] idle = {false};
        queues.compute(folder, (id, queue) -> {
            Queue<Waiting> filled = queue == null ? new ArrayDeque<>() : queue;
            if (filled.size() + changes.size() > limits.maxWaiting()) {
                throw new FolderBusyException(folder, filled.size() + " changes are waiting");
            }
            changes.forEach(change -> filled.add(new Waiting(change, now)));
            idle[0] = queue == null;
            return filled;
        });
        if (idle[0]) {
            work(folder);
        }
    }

    /** How many folders have work. */
    int size() {
        return queues.size();
    }

    private void work(FolderId folder) {
        AtomicBoolean idle = new AtomicBoolean();
        Mono.defer(() -> {
                    List<Pending<?>> taken = take(folder);
                    idle.set(taken.isEmpty());
                    return taken.isEmpty() ? Mono.<Void>empty() : turn(folder, taken);
                })
                .repeat(() -> !idle.get())
                .subscribe();
    }

    private List<Pending<?>> take(FolderId folder) {
        Instant tooLong = clock.instant().minus(limits.patience());
        List<Pending<?>> taken = new ArrayList<>();
        List<Pending<?>> late = new ArrayList<>();
        queues.computeIfPresent(folder, (id, queue) -> {
            while (!queue.isEmpty() && taken.size() < MOST_AT_ONCE) {
                Waiting next = queue.remove();
                (next.since().isAfter(tooLong) ? taken : late).add(next.change());
            }
            return taken.isEmpty() ? null : queue;
        });
        late.forEach(change -> change.fail(new FolderBusyException(folder, "changes before this one took too long")));
        return taken;
    }

    private Mono<Void> turn(FolderId folder, List<Pending<?>> changes) {
        Optional<FolderPages> known = Optional.ofNullable(remembered.getIfPresent(folder));
        return new Turn(folder, changes, known, rows, limits, clock)
                .run()
                .doOnNext(state -> remember(folder, state))
                .then();
    }

    /** The page that new messages come to; others are read again when they are needed. */
    private void remember(FolderId folder, Optional<FolderPages> state) {
        state.ifPresentOrElse(
                pages -> remembered.put(
                        folder, pages.only(Set.of(Page.numberOf(pages.head().lastUid() + 1)))),
                () -> remembered.invalidate(folder));
    }
}

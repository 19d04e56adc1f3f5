package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.DeliveryId;
import dev.agentpost.mail.mailboxstore.FolderBusyException;
import dev.agentpost.mail.mailboxstore.FolderGoneException;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.rows.Change.Delete;
import dev.agentpost.mail.mailboxstore.rows.WriteOutcome.Refused;
import dev.agentpost.mail.mailboxstore.rows.WriteOutcome.Unknown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Makes changes of one folder durable, in their order: reads what is missing, plans, writes, and again until none is
 * left. One step follows the other, so its fields need no lock: each step sees what the last one did, whatever its
 * thread.
 *
 * <p>When the outcome of a write is unknown, the plan is a suspect. A write that seemed not to have happened may still
 * win later; but only as long as no other change of the same version has won. So suspects are kept until one of ours is
 * applied, and each time that the head has moved the change row of that version tells whether it was one of them. None
 * is answered for twice, and none is planned again while it may be there.
 */
final class Turn {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final FolderId folder;
    private final FolderRows rows;
    private final LaneLimits limits;
    private final Clock clock;
    private final Deque<Pending<?>> waiting;

    private Optional<FolderPages> state;
    private boolean stateIsFresh;
    private final Map<DeliveryId, Long> knownDeliveries = new HashMap<>();
    private final List<Plan> suspects = new ArrayList<>();
    private boolean mustResolve;
    private Throwable lastDoubt;
    private int attempts;
    private Instant giveUpAt;

    /** @param remembered the folder as it was after its last change here; may be out of date */
    Turn(
            FolderId folder,
            Collection<Pending<?>> waiting,
            Optional<FolderPages> remembered,
            FolderRows rows,
            LaneLimits limits,
            Clock clock) {
        this.folder = folder;
        this.waiting = new ArrayDeque<>(waiting);
        this.state = remembered;
        this.rows = rows;
        this.limits = limits;
        this.clock = clock;
        startPatience();
    }

    /** Ends when each change has its answer. @return the folder as it was left; empty when that is not known */
    Mono<Optional<FolderPages>> run() {
        return Mono.defer(this::step)
                .repeat(() -> !waiting.isEmpty())
                .then(Mono.fromSupplier(() -> state))
                .onErrorResume(failure -> {
                    waiting.forEach(pending -> end(pending, failure));
                    return Mono.just(Optional.empty());
                });
    }

    private static void end(Pending<?> pending, Throwable failure) {
        if (failure instanceof FolderGoneException) {
            pending.folderIsGone(failure);
        } else {
            pending.fail(failure);
        }
    }

    private Mono<Void> step() {
        waiting.removeIf(this::isVoid);
        if (waiting.isEmpty()) {
            return Mono.empty();
        }
        if (mustResolve) {
            return resolve();
        }
        Needs needs = Needs.of(waiting);
        if (state.isEmpty() || !state.get().covers(needs.pages(state.get()))) {
            return read(needs);
        }
        if (waiting.getFirst().change() instanceof Delete) {
            return delete(state.get());
        }
        return change(state.get(), needs);
    }

    private boolean isVoid(Pending<?> pending) {
        if (pending.isVoid()) {
            pending.fail(new IllegalStateException("an earlier change failed"));
            return true;
        }
        return false;
    }

    private Mono<Void> read(Needs needs) {
        return rows.latest(folder, state.map(needs::pages).orElseGet(needs::pagesOfUnknown), needs.claims())
                .switchIfEmpty(Mono.error(() -> new FolderGoneException(folder)))
                .doOnNext(found -> {
                    state = Optional.of(found);
                    stateIsFresh = true;
                    mustResolve = !suspects.isEmpty()
                            && suspects.get(0).before().head().version()
                                    != found.head().version();
                })
                .then();
    }

    private Mono<Void> change(FolderPages folderPages, Needs needs) {
        return messages(needs.rows(folderPages)).flatMap(messages -> {
            Plan plan = Plan.of(folderPages, messages, knownDeliveries, waiting);
            if (plan.batch().isPresent()) {
                return rows.write(folder, plan.batch().get()).flatMap(outcome -> accept(plan, outcome));
            }
            return finishWithoutWrite(plan);
        });
    }

    private Mono<Void> finishWithoutWrite(Plan plan) {
        if (!suspects.isEmpty()) {
            // The rows may be newer than the head: those of a suspect that was made meanwhile, which has the answers
            // then.
            mustResolve = true;
            return resolve().then(Mono.fromRunnable(() -> {
                boolean headStands = !mustResolve && !suspects.isEmpty();
                if (headStands) {
                    finish(plan);
                }
            }));
        }
        if (stateIsFresh) {
            finish(plan);
        } else {
            // What is remembered may be old, and no condition has checked it.
            state = Optional.empty();
        }
        return Mono.empty();
    }

    private Mono<Map<Long, StoredMessage>> messages(Collection<Long> uids) {
        return uids.isEmpty()
                ? Mono.just(Map.of())
                : rows.messages(folder, uids).collectMap(StoredMessage::uid, Function.identity());
    }

    private Mono<Void> delete(FolderPages folderPages) {
        Plan plan = new Plan(folderPages, folderPages, List.of(), Optional.empty());
        return rows.delete(folder, folderPages.head().version())
                .flatMap(outcome -> outcome instanceof WriteOutcome.Applied
                        ? Mono.error(new FolderGoneException(folder))
                        : accept(plan, outcome));
    }

    private Mono<Void> accept(Plan plan, WriteOutcome outcome) {
        if (outcome instanceof Refused refused) {
            knownDeliveries.putAll(refused.deliveries());
            mustResolve = !suspects.isEmpty();
            if (refused.isPlannedOnTooLittle()) {
                state = Optional.of(plan.before().withClaims(refused.claims()));
                stateIsFresh = true;
                return Mono.empty();
            }
            state = Optional.empty();
            return pause("other nodes keep changing it");
        }
        if (outcome instanceof Unknown unknown) {
            suspects.add(plan);
            lastDoubt = unknown.cause();
            mustResolve = true;
            return pause("the outcome of a change is unknown");
        }
        suspects.clear();
        state = Optional.of(plan.after());
        stateIsFresh = true;
        finish(plan);
        return Mono.empty();
    }

    private Mono<Void> resolve() {
        long version = suspects.get(0).before().head().version() + 1;
        return rows.standing(folder, version)
                .switchIfEmpty(Mono.error(() -> new FolderGoneException(folder)))
                .doOnNext(standing -> resolve(standing, version))
                .then()
                .onErrorResume(failure -> !(failure instanceof FolderGoneException), failure -> {
                    lastDoubt = failure;
                    return pause("the outcome of a change is unknown");
                });
    }

    private void resolve(FolderRows.Standing standing, long version) {
        if (standing.head().version() >= version) {
            resolve(standing.changeId()
                    .orElseThrow(() ->
                            new FolderBusyException(folder, "it is forgotten which change made version " + version)));
        }
        mustResolve = false;
    }

    private void resolve(UUID winner) {
        suspects.stream()
                .filter(plan -> plan.batch().map(RowBatch::changeId).equals(Optional.of(winner)))
                .findFirst()
                .ifPresent(this::finish);
        suspects.clear();
        state = Optional.empty();
    }

    private void finish(Plan plan) {
        plan.answers().forEach(answer -> {
            waiting.remove(answer.pending());
            answer.give();
        });
        startPatience();
    }

    private void startPatience() {
        attempts = 0;
        giveUpAt = clock.instant().plus(limits.patience());
    }

    /** A random while, longer with each attempt, so that nodes get out of each other's way. */
    private Mono<Void> pause(String reason) {
        if (!clock.instant().isBefore(giveUpAt)) {
            FolderBusyException busy = new FolderBusyException(folder, reason);
            Optional.ofNullable(lastDoubt).ifPresent(busy::addSuppressed);
            return Mono.error(busy);
        }
        long longest = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(attempts, 16));
        attempts++;
        return Mono.delay(Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest)))
                .then();
    }
}

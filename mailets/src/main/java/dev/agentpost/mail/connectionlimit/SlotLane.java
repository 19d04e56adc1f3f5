package dev.agentpost.mail.connectionlimit;

import dev.agentpost.mail.connectionlimit.SlotStore.Settlement;
import dev.agentpost.mail.inbox.InboxId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * The connections of one inbox on this node. One settlement with the store is under way at a time; what comes up meanwhile
 * waits for the next. Safe for use by many threads.
 */
final class SlotLane {
    private final InboxId inbox;
    private final SlotStore store;
    private final Consumer<InboxId> whenEmpty;
    private final List<SlotRequest> waiting = new ArrayList<>();
    private int held;
    private int freed;
    private boolean underWay;
    /** The store may have another number for this node than {@link #held}. */
    private boolean doubtful;

    private record Round(List<SlotRequest> requests, int keep) {
        /** Of simultaneous logins the last has read the limit most recently. */
        int allowed() {
            return requests.isEmpty() ? 0 : requests.get(requests.size() - 1).allowed();
        }
    }

    SlotLane(InboxId inbox, SlotStore store, Consumer<InboxId> whenEmpty) {
        this.inbox = inbox;
        this.store = store;
        this.whenEmpty = whenEmpty;
    }

    synchronized void add(SlotRequest request) {
        waiting.add(request);
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty() && held == 0 && freed == 0 && !underWay && !doubtful;
    }

    /** The store is to be told again what this node has. */
    synchronized void doubt() {
        doubtful = true;
    }

    /** Tries once more what could not be settled. */
    void settleDoubts() {
        begin(doubtfulNow());
    }

    private synchronized boolean doubtfulNow() {
        return doubtful;
    }

    /** Settles what waits, unless that is being done. */
    void advance() {
        begin(false);
    }

    private void begin(boolean anyway) {
        Round round;
        synchronized (this) {
            if (underWay || !(anyway || freed > 0 || !waiting.isEmpty())) {
                return;
            }
            underWay = true;
            waiting.removeIf(SlotRequest::isGivenUp);
            held -= freed;
            freed = 0;
            round = new Round(List.copyOf(waiting), held);
            waiting.clear();
        }
        Mono.defer(() -> store.settle(inbox, round.keep(), round.requests().size(), round.allowed()))
                .subscribe(settlement -> settled(round, settlement), failure -> failed(round, failure));
    }

    private void settled(Round round, Settlement settlement) {
        synchronized (this) {
            held += settlement.granted();
            doubtful = false;
            underWay = false;
        }
        List<SlotRequest> requests = round.requests();
        requests.subList(0, settlement.granted()).forEach(request -> request.grant(new Slot(this::free)));
        requests.subList(settlement.granted(), requests.size()).forEach(request -> request.refuse(settlement.held()));
        advance();
        whenEmpty.accept(inbox);
    }

    private void failed(Round round, Throwable failure) {
        synchronized (this) {
            doubtful = true;
            underWay = false;
        }
        round.requests().forEach(request -> request.fail(failure));
        if (hasWaiting()) {
            advance();
        }
    }

    private synchronized boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    private void free() {
        synchronized (this) {
            freed++;
        }
        advance();
    }
}

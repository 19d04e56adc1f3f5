package dev.agentpost.mail.connectionlimit;

import java.util.Optional;
import reactor.core.publisher.MonoSink;

/** A login that waits for its slot, and may give up at any time. Safe for use by many threads. */
final class SlotRequest {
    private final int allowed;
    private final MonoSink<Claim> sink;
    private Optional<Slot> granted = Optional.empty();
    private boolean givenUp;

    SlotRequest(int allowed, MonoSink<Claim> sink) {
        this.allowed = allowed;
        this.sink = sink;
        sink.onCancel(this::giveUp);
    }

    int allowed() {
        return allowed;
    }

    synchronized boolean isGivenUp() {
        return givenUp;
    }

    /** Also when the slot is on its way: whoever cancels will not take it. */
    private void giveUp() {
        Optional<Slot> onItsWay;
        synchronized (this) {
            givenUp = true;
            onItsWay = granted;
        }
        onItsWay.ifPresent(Slot::close);
    }

    void grant(Slot slot) {
        boolean wanted;
        synchronized (this) {
            granted = Optional.of(slot);
            wanted = !givenUp;
        }
        if (wanted) {
            sink.success(new Claim.Granted(slot));
        } else {
            slot.close();
        }
    }

    void refuse(int held) {
        sink.success(new Claim.Full(held, allowed));
    }

    void fail(Throwable failure) {
        sink.error(failure);
    }
}

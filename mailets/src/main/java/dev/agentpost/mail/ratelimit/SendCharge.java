package dev.agentpost.mail.ratelimit;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Recipients that were counted for one message. Kept or given back once; later calls do nothing. */
public final class SendCharge {
    private final AtomicBoolean settled = new AtomicBoolean();
    private final Consumer<Boolean> settle;

    /** @param settle is told whether the charge is kept */
    SendCharge(Consumer<Boolean> settle) {
        this.settle = settle;
    }

    static SendCharge all(List<SendCharge> charges) {
        return new SendCharge(kept -> charges.forEach(charge -> charge.settle(kept)));
    }

    /** The message was accepted. */
    public void keep() {
        settle(true);
    }

    /** The message was not accepted. */
    public void giveBack() {
        settle(false);
    }

    private void settle(boolean kept) {
        if (settled.compareAndSet(false, true)) {
            settle.accept(kept);
        }
    }
}

package dev.agentpost.mail.cli;

import java.io.InterruptedIOException;

/** What is to be done when the process is interrupted, until it is {@link #forget forgotten}. */
public final class InterruptAction {
    private final Thread hook;

    private InterruptAction(Thread hook) {
        this.hook = hook;
    }

    /** @throws InterruptedIOException when the process is ending already; the action has been run then */
    public static InterruptAction of(Runnable action) throws InterruptedIOException {
        Thread hook = new Thread(action, "cleaning");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return new InterruptAction(hook);
        } catch (IllegalStateException exiting) {
            action.run();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** False when the process is ending: then the action is run anyway. */
    public boolean forget() {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            return false;
        }
    }
}

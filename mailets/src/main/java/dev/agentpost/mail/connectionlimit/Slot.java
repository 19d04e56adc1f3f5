package dev.agentpost.mail.connectionlimit;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to one connection, until closed. Closing it twice frees it once. Safe for use by many threads. */
public final class Slot implements AutoCloseable {
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Runnable free;

    Slot(Runnable free) {
        this.free = free;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            free.run();
        }
    }
}

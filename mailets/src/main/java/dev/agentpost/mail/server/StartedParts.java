package dev.agentpost.mail.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started, to be stopped in the reverse order. One thread starts; {@link #stop} is for another, the shutdown
 * hook's, maybe meanwhile: it waits for the part that is being started, which ends its own waits by
 * {@link #requireNotStopping}.
 */
final class StartedParts {
    private static final Logger LOGGER = LoggerFactory.getLogger(StartedParts.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Not guarded: to be seen by a part that is being started. */
    private volatile boolean stopping;

    /** @throws StartFailure when a stop was asked for before */
    synchronized <T extends AutoCloseable> T start(Callable<T> start) throws Exception {
        requireNotStopping();
        T part = start.call();
        parts.push(part);
        return part;
    }

    /** @throws StartFailure when a stop was asked for */
    void requireNotStopping() {
        if (stopping) {
            throw new StartFailure("stopped while starting");
        }
    }

    synchronized void unlessStopping(Runnable last) {
        if (!stopping) {
            last.run();
        }
    }

    /**
     * Closes every part, also those after one that fails. Closes nothing when it is repeated.
     *
     * @param first what is done before
     */
    void stop(Runnable first) {
        stopping = true;
        closeAll(first);
    }

    private synchronized void closeAll(Runnable first) {
        try {
            first.run();
        } catch (RuntimeException e) {
            // Such as a full disk: that is no reason to leave anything open
            LOGGER.warn("the stop goes on after a failure", e);
        }
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOGGER.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }
}

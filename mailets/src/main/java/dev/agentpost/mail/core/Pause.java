package dev.agentpost.mail.core;

import java.time.Duration;

/** What a thread does before it tries again. */
public record Pause(Duration length) {

    /** @return false when the thread was interrupted, as it is then still */
    public boolean take() {
        try {
            Thread.sleep(length.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

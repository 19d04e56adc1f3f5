package dev.agentpost.mail.core.netty;

import java.time.Duration;

/** A listener whose clients are told of the end of the server. */
public interface PoliteListener {
    /** Blocks until no further connection can come. */
    void stopAccepting();

    /** Tells every client, between two answers; what cannot be finished is abandoned without an answer. Does not block. */
    void sayGoodbye();

    /** Waits until all connections have ended, or so long. */
    void awaitEnd(Duration patience);
}

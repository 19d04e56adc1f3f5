package dev.agentpost.mail.outbound;

/** Who stands behind messages on their way out. */
@FunctionalInterface
public interface Senders {
    Senders EVERYBODY = message -> true;

    /**
     * Whether the inbox that has submitted the message is still there, not another that has its address now. Blocks; an
     * exception means that the store did not answer.
     */
    boolean isThere(OutgoingMessage message);
}

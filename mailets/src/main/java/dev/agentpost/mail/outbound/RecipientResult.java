package dev.agentpost.mail.outbound;

import java.util.Optional;

/**
 * What came of one try for one recipient.
 *
 * @param reply of the server, or why there was none; begins with an enhanced status code (RFC 3463) where none came
 * @param host the server's name and address
 */
public record RecipientResult(Outcome outcome, String reply, Optional<String> host) {
    public enum Outcome {
        DELIVERED,
        DEFERRED,
        FAILED,
        /** Not tried, and not to be tried again: nobody waits for it. */
        CANCELLED
    }

    public static RecipientResult deferred(String reply) {
        return new RecipientResult(Outcome.DEFERRED, reply, Optional.empty());
    }

    public static RecipientResult cancelled(String reason) {
        return new RecipientResult(Outcome.CANCELLED, reason, Optional.empty());
    }

    public static RecipientResult failed(String reply) {
        return new RecipientResult(Outcome.FAILED, reply, Optional.empty());
    }
}

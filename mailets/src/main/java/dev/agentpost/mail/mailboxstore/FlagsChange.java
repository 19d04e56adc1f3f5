package dev.agentpost.mail.mailboxstore;

/**
 * One message of a STORE: old and new may be equal, and then its modification sequence has not moved.
 *
 * @param refused the condition of the STORE does not hold for the message, which is as it was
 */
public record FlagsChange(StoredMessage before, StoredMessage after, boolean recent, boolean refused) {
    public FlagsChange(StoredMessage before, StoredMessage after, boolean recent) {
        this(before, after, recent, false);
    }
}

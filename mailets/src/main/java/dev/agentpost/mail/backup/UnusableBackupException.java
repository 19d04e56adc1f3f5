package dev.agentpost.mail.backup;

/** A file is no backup, is damaged, or cannot be restored here; the message is one line for people. */
public final class UnusableBackupException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableBackupException(String message) {
        super(message);
    }
}

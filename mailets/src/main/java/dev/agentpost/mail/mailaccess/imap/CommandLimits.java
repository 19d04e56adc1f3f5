package dev.agentpost.mail.mailaccess.imap;

/**
 * How much of a command is accepted, in bytes.
 *
 * @param line one line with its line end
 * @param message the literal of an APPEND
 * @param messageInMemory a larger literal goes to a temporary file
 */
record CommandLimits(int line, long message, int messageInMemory) {
    /** A literal anywhere but in APPEND: mailbox names, search keys. */
    static final int LITERAL = 64 * 1024;
    /** A whole command but for the literal of an APPEND. */
    static final int COMMAND = 1024 * 1024;
    /** Before login there are only short commands. */
    static final int COMMAND_BEFORE_LOGIN = 16 * 1024;

    static final int LITERAL_BEFORE_LOGIN = 4 * 1024;

    /** A literal too large that comes without being asked for is skipped up to this size, then the connection ends. */
    long skippable() {
        return 4 * message;
    }
}

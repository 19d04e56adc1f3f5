package dev.agentpost.mail.mailaccess.imap;

import java.util.Optional;

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
    private static final int COMMAND = 1024 * 1024;
    /** Before login there are only short commands. */
    private static final int COMMAND_BEFORE_LOGIN = 16 * 1024;

    private static final int LITERAL_BEFORE_LOGIN = 4 * 1024;

    int mostForLine(boolean loggedIn) {
        return loggedIn ? line : COMMAND_BEFORE_LOGIN;
    }

    int mostForCommand(boolean loggedIn) {
        return loggedIn ? COMMAND : COMMAND_BEFORE_LOGIN;
    }

    /** What is answered instead of taking a literal of this size, after the tag. */
    Optional<String> refusal(long size, boolean loggedIn, boolean append) {
        boolean isMessage = loggedIn && append;
        long literal = loggedIn ? LITERAL : LITERAL_BEFORE_LOGIN;
        if (isMessage && size > message) {
            return Optional.of("NO [TOOBIG] message is larger than " + message + " bytes");
        }
        if (!isMessage && size > literal) {
            return Optional.of("BAD literal is larger than " + literal + " bytes");
        }
        return Optional.empty();
    }

    LiteralInput.Storage storage(long size) {
        return size > Math.max(messageInMemory, LITERAL) ? LiteralInput.Storage.FILE : LiteralInput.Storage.MEMORY;
    }

    /** A literal too large that comes without being asked for is skipped up to this size, then the connection ends. */
    long skippable() {
        return 4 * message;
    }
}

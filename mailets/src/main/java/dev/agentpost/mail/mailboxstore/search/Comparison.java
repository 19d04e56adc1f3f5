package dev.agentpost.mail.mailboxstore.search;

/** How a number of a message stands to the one that is asked for. */
public enum Comparison {
    LESS,
    EQUAL,
    GREATER;

    boolean holds(long number, long asked) {
        return switch (this) {
            case LESS -> number < asked;
            case EQUAL -> number == asked;
            case GREATER -> number > asked;
        };
    }
}

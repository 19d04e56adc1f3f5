package dev.agentpost.mail.mailaccess;

/**
 * What a STORE asks for.
 *
 * @param namesProtectedFlag {@code \Deleted} or {@code \Draft} is among its flags
 * @param conditional it carries UNCHANGEDSINCE (RFC 7162 section 3.1.3)
 */
public record FlagChange(Mode mode, boolean namesProtectedFlag, boolean conditional) {
    public enum Mode {
        ADD,
        REMOVE,
        REPLACE
    }
}

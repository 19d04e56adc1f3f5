package dev.agentpost.mail.mailaccess;

/** What becomes of a command. */
public enum AccessDecision {
    PROCEED(""),
    /** Without its side effect: FETCH does not set {@code \Seen}, CLOSE does not expunge. */
    PROCEED_WITHOUT_WRITING(""),
    /** A STORE that replaces flags and must leave {@code \Deleted} and {@code \Draft} as they are. */
    PROCEED_KEEPING_PROTECTED_FLAGS(""),
    REFUSE_SCOPE("[NOPERM] API key lacks scope messages:write"),
    REFUSE_READ_ONLY("[READ-ONLY] mailbox was opened with EXAMINE");

    private final String codeAndText;

    AccessDecision(String codeAndText) {
        this.codeAndText = codeAndText;
    }

    public boolean refuses() {
        return !codeAndText.isEmpty();
    }

    /** What follows the tagged NO; empty when the command proceeds. */
    public String codeAndText() {
        return codeAndText;
    }
}

package dev.agentpost.mail.mailboxstore.search;

/** Whether a message has a trait. */
public enum Verdict {
    YES,
    NO,
    OPEN;

    static Verdict of(boolean known) {
        return known ? YES : NO;
    }
}

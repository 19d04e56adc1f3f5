package dev.agentpost.mail.mailboxstore.search;

/** Where a trait is told, the cheapest first. */
public enum Source {
    INDEX,
    ROW,
    /** The envelope, or the header when the envelope is absent or does not tell. */
    ENVELOPE,
    HEADER,
    BODY
}

package dev.agentpost.mail.mailauthentication;

/** SPF. Blocks, until the deadline at most; a DNS that does not answer makes TEMPERROR. Safe for use by many threads. */
public interface SpfCheck {
    SpfVerdict check(CheckedMessage message, Deadline deadline);
}

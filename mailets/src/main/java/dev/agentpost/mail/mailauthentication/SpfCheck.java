package dev.agentpost.mail.mailauthentication;

/**
 * SPF. Blocks; begins no look-up after the deadline, and one that is under way then ends with the patience of the resolver.
 * A DNS that does not answer makes TEMPERROR. Safe for use by many threads.
 */
public interface SpfCheck {
    SpfVerdict check(CheckedMessage message, Deadline deadline);
}

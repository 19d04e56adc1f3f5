package dev.agentpost.mail.submission;

import reactor.core.publisher.Mono;

/** Knows which recipients exist here. */
public interface RecipientDirectory {
    enum Recipient {
        /** Of a domain that is not ours: whether it exists is for others to say. */
        OUTSIDE,
        KNOWN,
        /** Exists, and stores as much as it may. */
        FULL,
        UNKNOWN
    }

    /**
     * @param localPart in any case, with or without a tag
     * @param domain in any case
     * @return never empty; an error means that the store did not answer
     */
    Mono<Recipient> find(String localPart, String domain);
}

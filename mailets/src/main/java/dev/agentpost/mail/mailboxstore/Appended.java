package dev.agentpost.mail.mailboxstore;

/**
 * Where a new message is.
 *
 * @param uid the UID it got; with a delivery id that was seen before, the UID that the first one got
 * @param modSeq 0 when it was there before
 * @param wasThere the delivery id was seen before and nothing was stored; the first message may be expunged by now
 */
public record Appended(long uid, long modSeq, boolean wasThere) {}

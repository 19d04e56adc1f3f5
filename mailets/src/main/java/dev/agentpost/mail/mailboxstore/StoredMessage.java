package dev.agentpost.mail.mailboxstore;

import java.time.Instant;

/**
 * A message as a folder's row has it: all but what it says.
 *
 * @param modSeq the folder's modification sequence at the last change of this message (RFC 7162)
 * @param internalDate RFC 3501 section 2.3.3
 * @param saveDate when it came into this folder (RFC 8514)
 * @param sizeBytes of header and body together
 * @param headerBytes where the body starts
 */
public record StoredMessage(
        long uid,
        long modSeq,
        ContentId contentId,
        MessageFlags flags,
        Instant internalDate,
        Instant saveDate,
        long sizeBytes,
        int headerBytes) {

    public StoredMessage withFlags(MessageFlags other) {
        return new StoredMessage(uid, modSeq, contentId, other, internalDate, saveDate, sizeBytes, headerBytes);
    }
}

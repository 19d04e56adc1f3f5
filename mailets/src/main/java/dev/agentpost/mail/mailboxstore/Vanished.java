package dev.agentpost.mail.mailboxstore;

import java.util.List;

/**
 * Messages that were expunged together (RFC 7162, VANISHED).
 *
 * @param modSeq the folder's modification sequence at that change
 * @param uids ascending, none of them touching the next
 */
public record Vanished(long modSeq, List<UidRange> uids) {
    public Vanished {
        uids = List.copyOf(uids);
    }
}

package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.DeliveryId;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.Vanished;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What is written together, or not at all.
 *
 * @param changeId tells this attempt from all others, for when its outcome is not known
 * @param before the head that must still be there
 * @param after has the next version
 * @param removedPages numbers of pages that have no message left
 * @param deliveries with the UID that each got; none of them may be there yet
 * @param claims with the message that has each from now on, by their name
 * @param freeClaims names of those that must not be there yet; the others may be overwritten, as they were known at this
 *     version of the head
 * @param removed whose message rows go
 */
public record RowBatch(
        UUID changeId,
        FolderHead before,
        FolderHead after,
        List<PageChange> pages,
        List<Long> removedPages,
        List<StoredMessage> added,
        List<MessageChange> changed,
        Map<DeliveryId, Long> deliveries,
        Map<String, HeldClaim> claims,
        Set<String> freeClaims,
        List<UidRange> removed,
        Optional<Vanished> vanished) {

    public record PageChange(Page before, Page after) {}

    /** Only the flags and the modification sequence differ. */
    public record MessageChange(StoredMessage before, StoredMessage after) {}
}

package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.DeliveryId;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.util.Set;

/** Counts, rather too high than too low, the bytes of a batch: clusters refuse those above 50 KB. */
final class DraftSize {
    /** The last change that still goes in may have 8 KB. */
    private static final int FULL = 32 * 1024;

    private static final int HEAD = 200;
    private static final int ROW = 120;
    private static final int PAGE = 7 * Page.SIZE / Byte.SIZE;
    private static final int CELL = 40;
    /** UTF-8 needs at most three bytes for one char. */
    private static final int CHAR = 3;

    private long bytes = HEAD;
    private long keywordBytes;

    boolean isFull() {
        return bytes >= FULL;
    }

    void addRow(StoredMessage row) {
        bytes += ROW + text(row.flags().keywords());
    }

    /** All those of the head, which are written together. */
    void addKeywords(Set<String> keywords) {
        bytes += text(keywords) - keywordBytes;
        keywordBytes = text(keywords);
    }

    void addPage() {
        bytes += PAGE;
    }

    void addDelivery(DeliveryId id) {
        bytes += CELL + (long) CHAR * id.value().length();
    }

    void addClaim(String name, HeldClaim held) {
        bytes += CELL
                + (long) CHAR
                        * (name.length()
                                + held.bcc().length()
                                + held.heldBy().map(String::length).orElse(0));
    }

    /** With its UID in the list of those that vanished. */
    void addRemoval() {
        bytes += 2 * CELL;
    }

    private static long text(Set<String> words) {
        return words.stream().mapToLong(word -> 4 + (long) CHAR * word.length()).sum();
    }
}

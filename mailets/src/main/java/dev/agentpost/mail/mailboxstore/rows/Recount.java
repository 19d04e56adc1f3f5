package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.integrity.FolderAudit.Differences;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Counts a folder's messages again, one after the other. What it holds is an index of the folder, not its messages.
 * For one thread.
 */
final class Recount {
    /** With all their bitmaps, within what a batch may hold. */
    private static final int PAGES_IN_A_BATCH = 30;

    private final FolderPages stored;
    private final NavigableMap<Long, Page> counted = new TreeMap<>();
    private final Set<String> keywords = new TreeSet<>();
    private long count;
    private long unseen;
    private long bytes;
    private long lastUid;
    private long highestModSeq;

    Recount(FolderPages stored) {
        this.stored = stored;
    }

    /** Ascending by UID. */
    void add(StoredMessage message) {
        count++;
        unseen += message.flags().has(SystemFlag.SEEN) ? 0 : 1;
        bytes += message.sizeBytes();
        lastUid = Math.max(lastUid, message.uid());
        highestModSeq = Math.max(highestModSeq, message.modSeq());
        keywords.addAll(message.flags().keywords());
        counted.compute(
                Page.numberOf(message.uid()),
                (number, page) -> withMessage(page == null ? Page.empty(number) : page, message));
    }

    /** Nothing but the index knows which messages are recent. */
    private Page withMessage(Page page, StoredMessage message) {
        Page old = stored.pages().get(page.number());
        return page.with(PageBit.LIVE, message.uid(), true)
                .withFlags(message.uid(), message.flags())
                .with(PageBit.RECENT, message.uid(), old != null && old.has(PageBit.RECENT, message.uid()));
    }

    Differences differences() {
        FolderHead head = stored.head();
        List<String> counters = new ArrayList<>();
        compare(counters, "message_count", head.messageCount(), count);
        compare(counters, "unseen_count", head.unseenCount(), unseen);
        compare(counters, "bytes", head.sizeBytes(), bytes);
        compare(counters, "last_uid", head.lastUid(), Math.max(head.lastUid(), lastUid));
        compare(counters, "highest_modseq", head.highestModSeq(), Math.max(head.highestModSeq(), highestModSeq));
        List<String> index = differingPages().stream()
                .map(number -> "page " + number + " is not that of its messages")
                .toList();
        return new Differences(counters, index);
    }

    private static void compare(List<String> differences, String name, long is, long should) {
        if (is != should) {
            differences.add(name + " is " + is + ", should be " + should);
        }
    }

    private List<Long> differingPages() {
        TreeSet<Long> numbers = new TreeSet<>(counted.keySet());
        numbers.addAll(stored.pages().keySet());
        return numbers.stream()
                .filter(number -> !page(counted, number).equals(page(stored.pages(), number)))
                .toList();
    }

    private static Page page(Map<Long, Page> pages, long number) {
        return pages.getOrDefault(number, Page.empty(number));
    }

    /**
     * The first of the changes that make it right: it holds all counters and as many pages as fit. After it the folder
     * is to be counted again.
     */
    RowBatch correction() {
        List<Long> numbers = differingPages().stream().limit(PAGES_IN_A_BATCH).toList();
        return new RowBatch(
                UUID.randomUUID(),
                stored.head(),
                correctedHead(),
                numbers.stream()
                        .filter(counted::containsKey)
                        .map(number -> new RowBatch.PageChange(page(stored.pages(), number), counted.get(number)))
                        .toList(),
                numbers.stream().filter(number -> !counted.containsKey(number)).toList(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Set.of(),
                List.of(),
                java.util.Optional.empty());
    }

    private FolderHead correctedHead() {
        FolderHead head = stored.head();
        Collection<String> all = new TreeSet<>(head.keywords());
        all.addAll(keywords);
        return new FolderHead(
                head.version() + 1,
                head.uidValidity(),
                Math.max(head.lastUid(), lastUid),
                Math.max(head.highestModSeq(), highestModSeq),
                count,
                unseen,
                bytes,
                Set.copyOf(all));
    }
}

package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.Appended;
import dev.agentpost.mail.mailboxstore.DeliveryId;
import dev.agentpost.mail.mailboxstore.FlagsChange;
import dev.agentpost.mail.mailboxstore.FlagsUpdate;
import dev.agentpost.mail.mailboxstore.FlagsUpdate.Mode;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.NewMessage;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.Vanished;
import dev.agentpost.mail.mailboxstore.rows.RowBatch.MessageChange;
import dev.agentpost.mail.mailboxstore.rows.RowBatch.PageChange;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A folder as it will be after changes that are written together. Made for one plan, by one thread; does no input or
 * output, so that the same changes can be planned again on what another node has made of the folder.
 */
final class Draft {
    private final FolderPages before;
    private final Map<Long, StoredMessage> rows;
    private final Map<DeliveryId, Long> knownDeliveries;

    private final NavigableMap<Long, Page> pages;
    private final TreeMap<Long, StoredMessage> current = new TreeMap<>();
    private final TreeSet<Long> expunged = new TreeSet<>();
    private final Map<DeliveryId, Long> deliveries = new LinkedHashMap<>();
    private final DraftClaims claims;
    private final DraftSize size = new DraftSize();
    private OptionalLong vanishedModSeq = OptionalLong.empty();

    private long lastUid;
    private long highestModSeq;
    private long messageCount;
    private long unseenCount;
    private long sizeBytes;
    private final Set<String> keywords;

    /**
     * @param before with all pages that the changes touch
     * @param rows the messages that the changes touch, by UID
     * @param knownDeliveries of which it is known that they are there, with their UID
     */
    Draft(FolderPages before, Map<Long, StoredMessage> rows, Map<DeliveryId, Long> knownDeliveries) {
        this.before = before;
        this.rows = rows;
        this.knownDeliveries = knownDeliveries;
        pages = new TreeMap<>(before.pages());
        claims = new DraftClaims(before.claims());
        FolderHead head = before.head();
        lastUid = head.lastUid();
        highestModSeq = head.highestModSeq();
        messageCount = head.messageCount();
        unseenCount = head.unseenCount();
        sizeBytes = head.sizeBytes();
        keywords = new HashSet<>(head.keywords());
    }

    Appended append(NewMessage message) {
        Optional<Long> first = message.deliveryId()
                .map(id -> Optional.ofNullable(knownDeliveries.get(id)).orElse(deliveries.get(id)));
        if (first.isPresent()) {
            return Appended.there(first.get());
        }
        return message.claim()
                .flatMap(claim -> claims.standing(claim.name(), this::isLive))
                .map(copy -> append(message, copy))
                .orElseGet(() -> store(message, message.flags()));
    }

    private Appended append(NewMessage message, HeldClaim copy) {
        if (message.deliveryId().isEmpty()) {
            return Appended.there(copy.uid());
        }
        if (copy.heldBy().isPresent()) {
            return store(message, message.flags());
        }
        String bcc = message.claim().orElseThrow().bcc();
        return bcc.isEmpty() || bcc.equals(copy.bcc()) ? takeOver(message, copy) : replace(message, copy);
    }

    private Appended takeOver(NewMessage message, HeldClaim copy) {
        message.deliveryId().ifPresent(id -> deliver(id, copy.uid()));
        claim(message, copy.uid());
        Optional<FlagsChange> taken = updateFlags(copy.uid(), new FlagsUpdate(Mode.ADD, message.flags()));
        return new Appended(copy.uid(), 0, true, taken, Optional.empty());
    }

    private Appended replace(NewMessage message, HeldClaim copy) {
        Optional<StoredMessage> replaced = expunge(copy.uid());
        Appended next = new Appended(lastUid + 1, highestModSeq + 1, false, Optional.empty(), replaced);
        store(message, next.flags(message.flags()));
        return next;
    }

    private Appended store(NewMessage message, MessageFlags flags) {
        StoredMessage row = new StoredMessage(
                ++lastUid,
                ++highestModSeq,
                message.contentId(),
                flags,
                message.internalDate(),
                message.saveDate(),
                message.sizeBytes(),
                message.headerBytes());
        put(row);
        count(row, 1);
        Page page = page(row.uid()).with(PageBit.LIVE, row.uid(), true);
        putPage(page.withFlags(row.uid(), row.flags()).with(PageBit.RECENT, row.uid(), message.recent()));
        message.deliveryId().ifPresent(id -> deliver(id, row.uid()));
        claim(message, row.uid());
        return new Appended(row.uid(), row.modSeq(), false);
    }

    Optional<FlagsChange> updateFlags(long uid, FlagsUpdate update) {
        return find(uid).map(message -> {
            boolean recent = page(uid).has(PageBit.RECENT, uid);
            if (!update.holdsFor(message)) {
                return new FlagsChange(message, message, recent, true);
            }
            MessageFlags flags = update.applyTo(message.flags());
            if (flags.equals(message.flags())) {
                return new FlagsChange(message, message, recent);
            }
            StoredMessage after = new StoredMessage(
                    uid,
                    ++highestModSeq,
                    message.contentId(),
                    flags,
                    message.internalDate(),
                    message.saveDate(),
                    message.sizeBytes(),
                    message.headerBytes());
            put(after);
            unseenCount += unseen(after) - unseen(message);
            putPage(page(uid).withFlags(uid, flags));
            return new FlagsChange(message, after, recent);
        });
    }

    Optional<StoredMessage> expunge(long uid) {
        return find(uid).map(message -> {
            if (vanishedModSeq.isEmpty()) {
                vanishedModSeq = OptionalLong.of(++highestModSeq);
            }
            current.remove(uid);
            expunged.add(uid);
            count(message, -1);
            putPage(page(uid).without(uid));
            size.addRemoval();
            return message;
        });
    }

    List<Long> resetRecent(long number) {
        Page page = pages.get(number);
        putPage(page.withoutAny(PageBit.RECENT));
        return page.uids(PageBit.RECENT).boxed().toList();
    }

    boolean isUnchanged() {
        return changedPages().isEmpty() && current.isEmpty() && deliveries.isEmpty() && claims.isUnchanged();
    }

    boolean isFull() {
        return size.isFull();
    }

    FolderPages after() {
        return new FolderPages(head(), pages, claims.after());
    }

    RowBatch toBatch(UUID changeId) {
        FolderHead head = head();
        List<PageChange> changedPages = changedPages();
        return new RowBatch(
                changeId,
                before.head(),
                head,
                changedPages.stream().filter(change -> !isDead(change.after())).toList(),
                changedPages.stream()
                        .map(PageChange::after)
                        .filter(this::isDead)
                        .map(Page::number)
                        .toList(),
                current.values().stream().filter(this::isNew).toList(),
                current.values().stream()
                        .filter(row -> !isNew(row))
                        .map(row -> new MessageChange(rows.get(row.uid()), row))
                        .toList(),
                deliveries,
                claims.changed(),
                claims.free(),
                UidRange.runs(expunged),
                vanishedModSeq.stream()
                        .mapToObj(modSeq -> new Vanished(modSeq, UidRange.runs(expunged)))
                        .findFirst());
    }

    private FolderHead head() {
        FolderHead head = before.head();
        return new FolderHead(
                head.version() + 1,
                head.uidValidity(),
                lastUid,
                highestModSeq,
                messageCount,
                unseenCount,
                sizeBytes,
                Set.copyOf(keywords));
    }

    private List<PageChange> changedPages() {
        return pages.values().stream()
                .map(page -> new PageChange(before.pages().get(page.number()), page))
                .filter(change -> !change.after().equals(change.before()))
                .toList();
    }

    // A page that will get no message any more: without its row, a folder of few messages is read as fast as a new one.
    private boolean isDead(Page page) {
        return !page.hasAny(PageBit.LIVE) && page.number() < Page.numberOf(lastUid + 1);
    }

    private boolean isNew(StoredMessage row) {
        return row.uid() > before.head().lastUid();
    }

    // A row that is gone though its page says that it lives was removed by another node: this write will be refused.
    private Optional<StoredMessage> find(long uid) {
        return isLive(uid) ? Optional.ofNullable(current.getOrDefault(uid, rows.get(uid))) : Optional.empty();
    }

    private boolean isLive(long uid) {
        Page page = pages.get(Page.numberOf(uid));
        return page != null && page.has(PageBit.LIVE, uid);
    }

    private void put(StoredMessage row) {
        current.put(row.uid(), row);
        size.addRow(row);
        if (keywords.addAll(row.flags().keywords())) {
            size.addKeywords(keywords);
        }
    }

    private void claim(NewMessage message, long uid) {
        message.claim().ifPresent(claim -> {
            HeldClaim held = new HeldClaim(uid, message.deliveryId().map(DeliveryId::value), claim.bcc());
            claims.put(claim.name(), held);
            size.addClaim(claim.name(), held);
        });
    }

    private void deliver(DeliveryId id, long uid) {
        deliveries.put(id, uid);
        size.addDelivery(id);
    }

    private Page page(long uid) {
        return pages.get(Page.numberOf(uid));
    }

    private void putPage(Page page) {
        Page old = pages.put(page.number(), page);
        if (page != old && old == before.pages().get(page.number())) {
            size.addPage();
        }
    }

    private void count(StoredMessage message, int sign) {
        messageCount += sign;
        unseenCount += sign * unseen(message);
        sizeBytes += sign * message.sizeBytes();
    }

    private static long unseen(StoredMessage message) {
        return message.flags().has(SystemFlag.SEEN) ? 0 : 1;
    }
}

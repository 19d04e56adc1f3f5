package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.CopyRequest;
import org.apache.james.imap.message.request.ExpungeRequest;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.message.request.MoveRequest;
import org.apache.james.imap.message.request.StoreRequest;
import org.apache.james.mailbox.MessageUid;

/**
 * Cuts message sets down to the messages that exist. James counts through ranges one by one (JAMES-4041) and answers BAD for any UID
 * set in an empty mailbox (JAMES-4060). To go when James is upgraded beyond 3.8.2.
 */
final class UidSets {
    /** What {@code *} is in a range. */
    private static final long STAR = Long.MAX_VALUE;

    private static final long MAX_UID = 4_294_967_295L;

    private UidSets() {}

    /**
     * The request to carry out; empty when it names no message, which RFC 3501 section 6.4.8 makes a success.
     *
     * @param saved the UIDs that {@code $}, read as a set without ranges, stands for
     */
    static Optional<ImapRequest> clamp(ImapRequest request, SelectedMailbox selected, RangeSet<Long> saved) {
        if (request instanceof FetchRequest fetch) {
            if (fetch.getFetch().getVanished()) {
                return Optional.of(fetch); // which asks for what does not exist too
            }
            return existing(fetch.getIdSet(), fetch.isUseUids(), selected, saved)
                    .map(set -> new FetchRequest(fetch.isUseUids(), set, fetch.getFetch(), fetch.getTag()));
        }
        if (request instanceof StoreRequest store) {
            return existing(store.getIdSet(), store.isUseUids(), selected, saved)
                    .map(set -> withSet(store, set));
        }
        if (request instanceof CopyRequest copy) {
            return existing(copy.getIdSet(), copy.isUseUids(), selected, saved)
                    .map(set -> new CopyRequest(set, copy.getMailboxName(), copy.isUseUids(), copy.getTag()));
        }
        if (request instanceof MoveRequest move) {
            return existing(move.getIdSet(), move.isUseUids(), selected, saved)
                    .map(set -> new MoveRequest(set, move.getMailboxName(), move.isUseUids(), move.getTag()));
        }
        if (request instanceof ExpungeRequest expunge && expunge.getUidSet() != null) {
            return existing(expunge.getUidSet(), true, selected, saved)
                    .map(set -> new ExpungeRequest(expunge.getTag(), set));
        }
        return Optional.of(request);
    }

    static ImmutableRangeSet<Long> asRangeSet(IdRange[] set) {
        return ImmutableRangeSet.unionOf(Stream.of(set)
                .map(range -> Range.closedOpen(
                        Math.min(range.getLowVal(), MAX_UID), Math.min(range.getHighVal(), MAX_UID) + 1))
                .toList());
    }

    private static StoreRequest withSet(StoreRequest store, IdRange[] set) {
        return new StoreRequest(
                set,
                store.isSilent(),
                store.getFlags(),
                store.isUseUids(),
                store.getTag(),
                store.getFlagsUpdateMode(),
                store.getUnchangedSince());
    }

    private static Optional<IdRange[]> existing(
            IdRange[] set, boolean byUid, SelectedMailbox selected, RangeSet<Long> saved) {
        if (set.length == 0) {
            return SavedSearch.existing(saved, byUid, selected);
        }
        return byUid ? within(set, selected) : Optional.of(set);
    }

    private static Optional<IdRange[]> within(IdRange[] set, SelectedMailbox selected) {
        Optional<MessageUid> lastUid = selected.getLastUid();
        if (lastUid.isEmpty() || selected.existsCount() == 0) {
            return Optional.empty();
        }
        long last = lastUid.get().asLong();
        IdRange[] existing = upTo(last, set);
        return existing.length == 0 ? Optional.empty() : Optional.of(existing);
    }

    /** @param last what {@code *} stands for; 0 when there is no message */
    static IdRange[] upTo(long last, IdRange[] set) {
        return last == 0
                ? new IdRange[0]
                : Stream.of(set).flatMap(range -> within(range, last).stream()).toArray(IdRange[]::new);
    }

    /** RFC 3501 section 9: {@code 559:*} names the last message even when that is below 559. */
    private static Optional<IdRange> within(IdRange range, long last) {
        boolean open = range.getHighVal() == STAR;
        if (range.getLowVal() > last) {
            return open ? Optional.of(new IdRange(last)) : Optional.empty();
        }
        return Optional.of(new IdRange(range.getLowVal(), Math.min(range.getHighVal(), last)));
    }
}

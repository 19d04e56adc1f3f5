package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.UidRange;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.request.SearchResultOption;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SearchResUtil;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.ExamineRequest;
import org.apache.james.imap.message.request.SearchRequest;
import org.apache.james.imap.message.request.SelectRequest;
import org.apache.james.mailbox.MessageUid;

/**
 * What {@code $} stands for (RFC 5182): the messages found by the last SEARCH with SAVE. Kept as UIDs, since sequence
 * numbers change; James keeps whichever numbers the SEARCH answered with, and reads them as whichever the next command
 * uses.
 */
final class SavedSearch {
    private static final String ATTRIBUTE = "dev.agentpost.mail.saved-search";

    private SavedSearch() {}

    /** The UIDs, some of which may be gone by now. */
    static RangeSet<Long> of(ImapSession session) {
        return session.getAttribute(ATTRIBUTE) instanceof Saved saved ? saved.uids() : ImmutableRangeSet.of();
    }

    static UidRange[] asKey(ImapSession session) {
        return of(session).asRanges().stream()
                .map(range ->
                        new UidRange(MessageUid.of(range.lowerEndpoint()), MessageUid.of(range.upperEndpoint() - 1)))
                .toArray(UidRange[]::new);
    }

    /** Those that are still there, in the numbers of the command; empty when there are none. */
    static Optional<IdRange[]> existing(RangeSet<Long> saved, boolean byUid, SelectedMailbox selected) {
        List<Integer> messages = FetchBatches.messages(true, saved, selected);
        return messages.isEmpty() ? Optional.empty() : Optional.of(FetchBatches.ranges(byUid, messages, selected));
    }

    /** True when nothing but the saving is asked for: section 2.1 forbids an answer with numbers. */
    static boolean isQuiet(ImapRequest request) {
        return saves(request)
                && ((SearchRequest) request)
                        .getSearchOperation().getResultOptions().stream().allMatch(SearchResultOption.SAVE::equals);
    }

    private static boolean saves(ImapRequest request) {
        return request instanceof SearchRequest search
                && search.getSearchOperation().getResultOptions().contains(SearchResultOption.SAVE);
    }

    /**
     * To be called when a command has been answered OK or NO; one that is BAD changes nothing (section 2.1).
     *
     * @param accepted that was an OK
     */
    static void answered(ImapRequest request, boolean accepted, ImapSession session) {
        boolean opened = accepted && (request instanceof SelectRequest || request instanceof ExamineRequest);
        if (opened || (saves(request) && !accepted)) {
            session.setAttribute(ATTRIBUTE, null);
        } else if (saves(request)) {
            session.setAttribute(ATTRIBUTE, new Saved(found(((SearchRequest) request).isUseUids(), session)));
            SearchResUtil.resetSavedSequenceSet(session);
        }
    }

    /** Of a SEARCH with SAVE that is answered NO. */
    static void refused(List<SearchResultOption> options, ImapSession session) {
        if (options.contains(SearchResultOption.SAVE)) {
            session.setAttribute(ATTRIBUTE, null);
        }
    }

    private static ImmutableRangeSet<Long> found(boolean byUid, ImapSession session) {
        RangeSet<Long> uids = TreeRangeSet.create();
        for (IdRange range : SearchResUtil.getSavedSequenceSet(session)) {
            if (byUid) {
                uids.add(Range.closedOpen(range.getLowVal(), range.getHighVal() + 1));
            } else {
                addNumbers(range, session.getSelected(), uids);
            }
        }
        return ImmutableRangeSet.copyOf(uids);
    }

    private static void addNumbers(IdRange range, SelectedMailbox selected, RangeSet<Long> uids) {
        for (long message = range.getLowVal(); message <= range.getHighVal(); message++) {
            selected.uid(Math.toIntExact(message))
                    .map(MessageUid::asLong)
                    .ifPresent(uid -> uids.add(Range.closedOpen(uid, uid + 1)));
        }
    }

    private record Saved(ImmutableRangeSet<Long> uids) {}
}

package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ContiguousSet;
import com.google.common.collect.DiscreteDomain;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import com.google.common.math.LongMath;
import dev.agentpost.mail.mailaccess.imap.fetch.FetchedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.mailbox.MessageSequenceNumber;
import org.apache.james.mailbox.MessageUid;

/**
 * Cuts a FETCH into pieces, so that the next messages are read when the client has taken the ones before: a slow client
 * would have its mailbox in our memory. So it has the flags of at most 5,000 messages there; of anything larger see
 * {@link PacedAnswers}, too.
 */
final class FetchBatches {
    private static final int CONTENTS = 100;
    private static final int ENVELOPES = 500;
    private static final int FLAGS = 5_000;

    static final long NO_CONDITION = -1;
    private static final long STAR = Long.MAX_VALUE;

    private FetchBatches() {}

    private static int size(FetchData data) {
        if (FetchedMessage.needsContent(data) || !data.getBodyElements().isEmpty()) {
            return CONTENTS;
        }
        return data.contains(FetchData.Item.ENVELOPE) ? ENVELOPES : FLAGS;
    }

    /**
     * What has vanished is asked for first, with the whole set, and alone: the set names what does not exist too.
     *
     * @param saved the UIDs that {@code $}, read as a set without ranges, stands for
     */
    static List<FetchRequest> of(FetchRequest fetch, SelectedMailbox selected, RangeSet<Long> saved) {
        if (!fetch.getFetch().getVanished()) {
            return pieces(fetch, selected);
        }
        FetchData data = fetch.getFetch();
        FetchRequest plain = new FetchRequest(
                fetch.isUseUids(),
                fetch.getIdSet(),
                FlagRequests.copy(data, !data.isSetSeen()).vanished(false).build(),
                fetch.getTag());
        return ImmutableList.<FetchRequest>builder()
                .add(fetch)
                .addAll(UidSets.clamp(plain, selected, saved)
                        .map(existing -> pieces((FetchRequest) existing, selected))
                        .orElse(List.of()))
                .build();
    }

    private static List<FetchRequest> pieces(FetchRequest fetch, SelectedMailbox selected) {
        FetchData data = fetch.getFetch();
        int size = size(data);
        Optional<RangeSet<Long>> wanted = wanted(fetch.getIdSet(), fetch.isUseUids(), selected.existsCount());
        if (wanted.isEmpty() || mostNumbers(wanted.get()) <= size) {
            return ImmutableList.of(fetch);
        }
        List<Integer> messages = messages(fetch.isUseUids(), wanted.get(), selected);
        if (messages.size() <= size) {
            return ImmutableList.of(fetch);
        }
        return Lists.partition(messages, size).stream()
                .map(batch -> new FetchRequest(
                        fetch.isUseUids(), ranges(fetch.isUseUids(), batch, selected), data, fetch.getTag()))
                .collect(ImmutableList.toImmutableList());
    }

    /** Empty when a sequence number names no message, which is for James to refuse. */
    static Optional<RangeSet<Long>> wanted(IdRange[] set, boolean byUid, long exists) {
        RangeSet<Long> wanted = TreeRangeSet.create();
        for (IdRange range : set) {
            long low = byUid || range.getLowVal() != STAR ? range.getLowVal() : exists;
            long high = byUid || range.getHighVal() != STAR ? range.getHighVal() : exists;
            if (low > high || (!byUid && (low < 1 || high > exists))) {
                return Optional.empty();
            }
            wanted.add(Range.closed(low, high));
        }
        return Optional.of(wanted);
    }

    private static long mostNumbers(RangeSet<Long> wanted) {
        return wanted.asRanges().stream()
                .mapToLong(range -> range.upperEndpoint() - range.lowerEndpoint())
                .reduce(0, (sum, next) -> LongMath.saturatedAdd(sum, LongMath.saturatedAdd(next, 1)));
    }

    /** Their sequence numbers, ascending. Goes through what is wanted or through what is there, whichever is less. */
    static List<Integer> messages(boolean byUid, RangeSet<Long> wanted, SelectedMailbox selected) {
        return mostNumbers(wanted) < selected.existsCount()
                ? thoseThatExist(byUid, wanted, selected)
                : thoseThatAreWanted(byUid, wanted, selected);
    }

    private static List<Integer> thoseThatExist(boolean byUid, RangeSet<Long> wanted, SelectedMailbox selected) {
        List<Integer> messages = new ArrayList<>();
        for (Range<Long> range : wanted.asRanges()) {
            for (long number : ContiguousSet.create(range, DiscreteDomain.longs())) {
                message(byUid, number, selected).ifPresent(messages::add);
            }
        }
        return messages;
    }

    private static Optional<Integer> message(boolean byUid, long number, SelectedMailbox selected) {
        if (byUid) {
            return FlagsAnswer.number(selected, MessageUid.of(number)).map(MessageSequenceNumber::asInt);
        }
        return number >= 1 && number <= selected.existsCount()
                ? Optional.of(Math.toIntExact(number))
                : Optional.empty();
    }

    private static List<Integer> thoseThatAreWanted(boolean byUid, RangeSet<Long> wanted, SelectedMailbox selected) {
        List<Integer> messages = new ArrayList<>();
        for (int message = 1; message <= selected.existsCount(); message++) {
            if (number(byUid, message, selected).filter(wanted::contains).isPresent()) {
                messages.add(message);
            }
        }
        return messages;
    }

    private static Optional<Long> number(boolean byUid, int message, SelectedMailbox selected) {
        return byUid ? selected.uid(message).map(MessageUid::asLong) : Optional.of((long) message);
    }

    /** One range for each run of messages with no other message in between. */
    static IdRange[] ranges(boolean byUid, List<Integer> batch, SelectedMailbox selected) {
        List<IdRange> ranges = new ArrayList<>();
        int first = batch.get(0);
        int last = first;
        for (int message : batch.subList(1, batch.size())) {
            if (message != last + 1) {
                addRange(ranges, byUid, first, last, selected);
                first = message;
            }
            last = message;
        }
        addRange(ranges, byUid, first, last, selected);
        return ranges.toArray(IdRange[]::new);
    }

    private static void addRange(List<IdRange> ranges, boolean byUid, int first, int last, SelectedMailbox selected) {
        number(byUid, first, selected)
                .flatMap(low -> number(byUid, last, selected).map(high -> new IdRange(low, high)))
                .ifPresent(ranges::add);
    }
}

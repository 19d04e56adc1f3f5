package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponse.ResponseCode;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.AbstractMessageRangeRequest;
import org.apache.james.imap.message.request.CopyRequest;
import org.apache.james.imap.message.request.MoveRequest;
import org.apache.james.imap.message.response.ImmutableStatusResponse;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.UidValidity;

/**
 * A COPY or MOVE of the messages that it names, each once and in their order. James copies a message as often as it is named, and
 * its COPYUID (RFC 4315 section 3) repeats what the client said: sequence numbers, and ranges with gaps.
 */
final class CopiedUids {
    private final AbstractMessageRangeRequest request;
    private final SelectedMailbox selected;
    private final List<Integer> messages;
    private final List<MessageUid> uids;

    private CopiedUids(AbstractMessageRangeRequest request, SelectedMailbox selected, List<Integer> messages) {
        this.request = request;
        this.selected = selected;
        this.messages = messages;
        this.uids = messages.stream()
                .flatMap(message -> selected.uid(message).stream())
                .toList();
    }

    /** Empty for another request, and when a sequence number names no message, which is for James to refuse. */
    static Optional<CopiedUids> of(ImapRequest request, SelectedMailbox selected) {
        boolean copies = request instanceof CopyRequest || request instanceof MoveRequest;
        if (!copies || selected == null) {
            return Optional.empty();
        }
        AbstractMessageRangeRequest copy = (AbstractMessageRangeRequest) request;
        return FetchBatches.wanted(copy.getIdSet(), copy.isUseUids(), selected.existsCount())
                .map(wanted ->
                        new CopiedUids(copy, selected, FetchBatches.messages(copy.isUseUids(), wanted, selected)));
    }

    boolean areNone() {
        return messages.isEmpty();
    }

    ImapRequest exactly() {
        boolean byUid = request.isUseUids();
        IdRange[] set = FetchBatches.ranges(byUid, messages, selected);
        return request instanceof CopyRequest
                ? new CopyRequest(set, request.getMailboxName(), byUid, request.getTag())
                : new MoveRequest(set, request.getMailboxName(), byUid, request.getTag());
    }

    Responder answersTo(Responder responder) {
        RangeSet<Long> sources = TreeRangeSet.create();
        uids.forEach(uid -> sources.add(Range.closedOpen(uid.asLong(), uid.asLong() + 1)));
        Answers answers = new Answers(ImmutableRangeSet.copyOf(sources));
        return new ChangedAnswers(responder, answers::changed);
    }

    /** After a MOVE; James goes on counting them. */
    void forgetRecentOfMoved() {
        uids.stream().filter(uid -> selected.msn(uid).asInt().isEmpty()).forEach(selected::removeRecent);
        selected.resetRecentUidRemoved();
    }

    private record Answers(ImmutableRangeSet<Long> sources) {
        /** As James writes no UIDs at all. */
        private static final String NOTHING = "*";

        private Optional<ImapResponseMessage> changed(ImapResponseMessage message) {
            return Optional.of(
                    message instanceof StatusResponse status && isCopyUid(status.getResponseCode())
                            ? withSources(status)
                            : message);
        }

        private static boolean isCopyUid(ResponseCode code) {
            return code != null && code.getCode().equals("COPYUID");
        }

        /** Without the code when a message was gone by then: which, nobody knows. */
        private StatusResponse withSources(StatusResponse status) {
            ResponseCode code = status.getResponseCode();
            ImmutableRangeSet<Long> targets = targets(code);
            ResponseCode exact = count(targets) == count(sources)
                    ? ResponseCode.copyUid(UidValidity.of(code.getNumber()), ranges(sources), ranges(targets))
                    : null;
            return new ImmutableStatusResponse(
                    status.getServerResponseType(), status.getTag(), status.getCommand(), status.getTextKey(), exact);
        }

        private static ImmutableRangeSet<Long> targets(ResponseCode code) {
            String targets = List.copyOf(code.getParameters()).get(1);
            return ImmutableRangeSet.unionOf(Stream.of(targets.split(",", -1))
                    .filter(range -> !range.equals(NOTHING))
                    .map(Answers::target)
                    .toList());
        }

        private static Range<Long> target(String range) {
            String[] ends = range.strip().split(":", -1);
            return Range.closedOpen(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]) + 1);
        }

        private static long count(ImmutableRangeSet<Long> uids) {
            return uids.asRanges().stream()
                    .mapToLong(range -> range.upperEndpoint() - range.lowerEndpoint())
                    .sum();
        }

        private static IdRange[] ranges(ImmutableRangeSet<Long> uids) {
            return uids.asRanges().stream()
                    .map(range -> new IdRange(range.lowerEndpoint(), range.upperEndpoint() - 1))
                    .toArray(IdRange[]::new);
        }
    }
}

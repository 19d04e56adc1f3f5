package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.DiscreteDomain;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import dev.agentpost.mail.mailboxstore.james.ExpungeMemory;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.james.imap.api.message.UidRange;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.response.VanishedResponse;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.MailboxMetaData;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.SearchQuery;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What has gone since a client was last here: {@code VANISHED (EARLIER)} of RFC 7162 sections 3.2.5.1 and 3.2.6. James
 * looks between the first and the last message that are left, whenever the others went.
 */
final class GoneMessages {
    private static final Range<Long> NO_UID = Range.closedOpen(0L, 0L);

    private GoneMessages() {}

    /**
     * Empty when there is none.
     *
     * @param wanted the UIDs that the client asks about
     */
    static Mono<VanishedResponse> since(
            long modSeq,
            ImmutableRangeSet<Long> wanted,
            SelectedMailbox selected,
            MessageManager mailbox,
            MailboxSession session) {
        return remembered(modSeq, mailbox)
                .flatMap(known -> known.map(Mono::just).orElseGet(() -> missing(mailbox, session)))
                // The session is told of these as of any that go while it looks.
                .map(gone -> gone.intersection(wanted).difference(known(selected)))
                .filter(gone -> !gone.isEmpty())
                .map(gone -> new VanishedResponse(ranges(gone), true));
    }

    private static Mono<Optional<ImmutableRangeSet<Long>>> remembered(long modSeq, MessageManager mailbox) {
        return mailbox instanceof ExpungeMemory memory
                ? memory.expungedSince(modSeq).map(expunged -> expunged.map(GoneMessages::set))
                : Mono.just(Optional.empty());
    }

    private static ImmutableRangeSet<Long> set(List<dev.agentpost.mail.mailboxstore.UidRange> ranges) {
        return union(ranges.stream().map(range -> Range.closedOpen(range.first(), range.last() + 1)));
    }

    /** All that is not there, of which some may have gone before: section 3.2.9.1 allows that. */
    private static Mono<ImmutableRangeSet<Long>> missing(MessageManager mailbox, MailboxSession session) {
        return Mono.fromCallable(() -> mailbox.getMetaDataReactive(
                        MailboxMetaData.RecentMode.IGNORE, session, EnumSet.of(MailboxMetaData.Item.NextUid)))
                .flatMap(metaData -> metaData)
                // In this order: what arrives in between is there, and beyond the last UID.
                .flatMap(metaData -> Flux.defer(() -> search(mailbox, session))
                        .map(uid -> Range.closedOpen(uid.asLong(), uid.asLong() + 1))
                        .collectList()
                        .map(there -> ImmutableRangeSet.of(Range.closedOpen(
                                        1L, metaData.getUidNext().asLong()))
                                .difference(union(there.stream()))));
    }

    private static Flux<MessageUid> search(MessageManager mailbox, MailboxSession session) {
        try {
            return Flux.from(mailbox.search(SearchQuery.matchAll(), session));
        } catch (org.apache.james.mailbox.exception.MailboxException e) {
            return Flux.error(e);
        }
    }

    private static ImmutableRangeSet<Long> known(SelectedMailbox selected) {
        return union(IntStream.rangeClosed(1, Math.toIntExact(selected.existsCount()))
                .mapToObj(message -> selected.uid(message)
                        .map(MessageUid::asLong)
                        .map(uid -> Range.closedOpen(uid, uid + 1))
                        .orElse(NO_UID)));
    }

    private static ImmutableRangeSet<Long> union(Stream<Range<Long>> ranges) {
        return ImmutableRangeSet.unionOf(
                ranges.filter(range -> !range.isEmpty()).toList());
    }

    private static UidRange[] ranges(ImmutableRangeSet<Long> uids) {
        return uids.asRanges().stream()
                .map(range -> range.canonical(DiscreteDomain.longs()))
                .map(range ->
                        new UidRange(MessageUid.of(range.lowerEndpoint()), MessageUid.of(range.upperEndpoint() - 1)))
                .toArray(UidRange[]::new);
    }
}

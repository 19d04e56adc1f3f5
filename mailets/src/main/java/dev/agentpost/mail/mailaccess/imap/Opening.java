package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import dev.agentpost.mail.login.imap.StatusAnswers;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.apache.james.imap.api.message.UidRange;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.main.DeniedAccessOnSharedMailboxException;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.MessageRange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What SELECT and EXAMINE do around James's own. The mailbox before is left first (RFC 3501 section 6.3.1), also when it
 * is opened again, so that numbers begin anew: James keeps the old ones, and keeps the mailbox when the new one cannot be
 * opened. A client with QRESYNC hears of all that has changed (RFC 7162 section 3.2.5); James tells of no flags.
 */
final class Opening {
    private static final Range<Long> ALL = Range.closedOpen(1L, Long.MAX_VALUE);

    private Opening() {}

    /** @param james opens, without resynchronizing, and answers there */
    static Mono<Void> open(
            AbstractMailboxSelectionRequest request,
            ImapSession session,
            Responder responder,
            Function<Responder, Mono<Void>> james) {
        boolean resync = resynchronizes(request);
        if (resync && !Extensions.hasQresync(session)) {
            responder.respond(StatusAnswers.bad(request.getTag(), "QRESYNC is not enabled"));
            return Mono.empty();
        }
        OpeningAnswers answers = new OpeningAnswers(request, session, Optional.ofNullable(session.getSelected()));
        Responder changed = new ChangedAnswers(responder, answers::passed);
        return leave(session, responder)
                .then(Mono.defer(() -> james.apply(changed)))
                .onErrorResume(
                        DeniedAccessOnSharedMailboxException.class,
                        e -> Mono.fromRunnable(() ->
                                changed.respond(StatusAnswers.no(request.getTag(), StatusAnswers.NO_SUCH_MAILBOX))))
                .then(Mono.defer(() -> resync && answers.isSameMailbox()
                        ? resynchronize(request, answers, session, responder)
                        : Mono.empty()))
                .then(Mono.fromRunnable(() -> answers.tagged().ifPresent(responder::respond)));
    }

    static boolean resynchronizes(AbstractMailboxSelectionRequest request) {
        return !request.getLastKnownUidValidity().isUnknown();
    }

    private static Mono<Void> leave(ImapSession session, Responder responder) {
        SelectedMailbox before = session.getSelected();
        if (before == null) {
            return Mono.empty();
        }
        if (Extensions.hasQresync(session)) {
            responder.respond(StatusAnswers.untaggedOk("[CLOSED] The mailbox before is closed."));
        }
        return session.deselect().then(Mono.defer(before::deselect));
    }

    /** Section 3.2.5.1: what has vanished before what has changed, or numbers would be mistaken. */
    private static Mono<Void> resynchronize(
            AbstractMailboxSelectionRequest request, OpeningAnswers answers, ImapSession session, Responder responder) {
        long modSeq = request.getKnownModSeq();
        if (answers.highestModSeq() <= modSeq) {
            return Mono.empty();
        }
        SelectedMailbox selected = session.getSelected();
        MessageManager mailbox = selected.getMessageManager();
        ImmutableRangeSet<Long> wanted = wanted(request);
        return GoneMessages.since(modSeq, wanted, selected, mailbox, session.getMailboxSession())
                .doOnNext(responder::respond)
                .thenMany(Flux.from(mailbox.listMessagesMetadata(MessageRange.all(), session.getMailboxSession())))
                .filter(message -> message.getModSeq().asLong() > modSeq && wanted.contains(uid(message)))
                .doOnNext(message -> changed(message, selected).ifPresent(responder::respond))
                .then();
    }

    private static ImmutableRangeSet<Long> wanted(AbstractMailboxSelectionRequest request) {
        UidRange[] known = request.getUidSet();
        return known == null
                ? ImmutableRangeSet.of(ALL)
                : ImmutableRangeSet.unionOf(Stream.of(known)
                        .map(range -> Range.closedOpen(
                                range.getLowVal().asLong(), range.getHighVal().asLong() + 1))
                        .toList());
    }

    private static long uid(ComposedMessageIdWithMetaData message) {
        return message.getComposedMessageId().getUid().asLong();
    }

    private static Optional<FetchResponse> changed(ComposedMessageIdWithMetaData message, SelectedMailbox selected) {
        MessageUid uid = message.getComposedMessageId().getUid();
        Flags flags = FlagsAnswer.inSession(message.getFlags(), uid, selected);
        return FlagsAnswer.number(selected, uid).map(number -> FlagsAnswer.of(number, flags, uid, message.getModSeq()));
    }
}

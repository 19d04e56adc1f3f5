package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.login.imap.ImapConnection;
import dev.agentpost.mail.login.imap.StatusAnswers;
import dev.agentpost.mail.mailaccess.imap.fetch.FetchedMessage;
import java.io.IOException;
import java.util.List;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageSequenceNumber;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MessageRangeException;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * FETCH (RFC 3501 section 6.4.5, with RFC 7162, 8474 and 8514). James's own gives several sections of a part, parts of
 * messages in messages, and envelopes of unusual headers wrongly, and leaves nowhere to put that right.
 */
public final class MessageFetchProcessor extends AbstractMailboxProcessor<FetchRequest> {
    private static final Logger LOGGER = LoggerFactory.getLogger(MessageFetchProcessor.class);
    private static final int MAX_READERS = 8;
    private static final int MAX_WAITING = 100_000;

    /** Messages are read here as far as it takes to answer, and that blocks. */
    private static final Scheduler READERS =
            Schedulers.newBoundedElastic(MAX_READERS, MAX_WAITING, "imap-fetch", 60, true);

    @Inject
    public MessageFetchProcessor(
            MailboxManager mailboxManager, StatusResponseFactory factory, MetricFactory metricFactory) {
        super(FetchRequest.class, mailboxManager, factory, metricFactory);
    }

    @Override
    protected Mono<Void> processRequestReactive(FetchRequest request, ImapSession session, Responder responder) {
        FetchData fetch = request.getFetch();
        boolean conditional = fetch.getChangedSince() != FetchBatches.NO_CONDITION;
        if (fetch.getVanished() && !(Extensions.hasQresync(session) && conditional)) {
            responder.respond(StatusAnswers.bad(request.getTag(), "VANISHED needs QRESYNC and CHANGEDSINCE"));
            return Mono.empty();
        }
        return openMailbox(session)
                .flatMap(mailbox -> enableCondstore(fetch, mailbox, session, responder)
                        .then(Mono.defer(() -> fetch.getVanished()
                                ? vanished(request, mailbox, session, responder)
                                : fetch(request, mailbox, session, responder))))
                .then(Mono.defer(
                        () -> unsolicitedResponses(session, responder, !request.isUseUids(), request.isUseUids())))
                .then(Mono.<Void>fromRunnable(() -> okComplete(request, responder)))
                .onErrorResume(
                        MessageRangeException.class,
                        e -> Mono.fromRunnable(
                                () -> taggedBad(request, responder, HumanReadableText.INVALID_MESSAGESET)))
                .onErrorResume(MailboxException.class, e -> {
                    LOGGER.error("FETCH failed", e);
                    return Mono.fromRunnable(() -> no(request, responder, HumanReadableText.SEARCH_FAILED));
                });
    }

    private Mono<MessageManager> openMailbox(ImapSession session) {
        SelectedMailbox selected = session.getSelected();
        return OpenMailbox.of(session).map(Mono::just).orElseGet(() -> getSelectedMailboxReactive(session)
                .doOnNext(manager -> OpenMailbox.keep(manager, selected, session)));
    }

    private Mono<Void> enableCondstore(
            FetchData fetch, MessageManager mailbox, ImapSession session, Responder responder) {
        return fetch.contains(Item.MODSEQ)
                ? Extensions.enableCondstore(mailbox, session, responder, getStatusResponseFactory())
                : Mono.empty();
    }

    /** RFC 7162 section 3.2.6; messages that are there are for another step: see {@link FetchBatches}. */
    private static Mono<Void> vanished(
            FetchRequest request, MessageManager mailbox, ImapSession session, Responder responder) {
        return GoneMessages.since(
                        request.getFetch().getChangedSince(),
                        UidSets.asRangeSet(request.getIdSet()),
                        session.getSelected(),
                        mailbox,
                        session.getMailboxSession())
                .doOnNext(responder::respond)
                .then();
    }

    private Mono<Void> fetch(FetchRequest request, MessageManager mailbox, ImapSession session, Responder responder) {
        SelectedMailbox selected = session.getSelected();
        Reading reading = new Reading(
                withUid(request.getFetch(), session),
                Extensions.hasCondstore(session),
                mailbox,
                selected,
                session.getMailboxSession());
        PacedAnswers answers =
                new PacedAnswers(responder, ImapConnection.of(session).channel(), READERS);
        return Mono.fromCallable(() -> ranges(request.getIdSet(), request.isUseUids(), selected))
                .flatMapMany(Flux::fromIterable)
                .concatMap(reading::responses, 1)
                .concatMap(answers::send, 1)
                .all(taken -> taken)
                .then();
    }

    /** RFC 7162 section 3.2.4. */
    private static FetchData withUid(FetchData fetch, ImapSession session) {
        return Extensions.hasQresync(session)
                ? FlagRequests.copy(fetch, !fetch.isSetSeen()).fetch(Item.UID).build()
                : fetch;
    }

    private List<MessageRange> ranges(IdRange[] set, boolean byUid, SelectedMailbox selected)
            throws MessageRangeException {
        ImmutableList.Builder<MessageRange> ranges = ImmutableList.builder();
        for (IdRange range : set) {
            MessageRange messages = messageRange(selected, range, byUid)
                    .orElseThrow(() -> new MessageRangeException(range.getFormattedString() + " is an invalid range"));
            ranges.add(normalizeMessageRange(selected, messages));
        }
        return ranges.build();
    }

    /** The flags of a message and their modification sequence, as far as they are told; null where they are not. */
    private record State(Flags flags, ModSeq modSeq) {}

    /** What one FETCH asks of one mailbox. */
    private record Reading(
            FetchData fetch,
            boolean tellsModSeq,
            MessageManager mailbox,
            SelectedMailbox selected,
            MailboxSession mailboxSession) {

        private Flux<FetchResponse> responses(MessageRange range) {
            if (fetch.isOnlyFlags()) {
                return Flux.from(mailbox.listMessagesMetadata(range, mailboxSession))
                        .filter(message -> isWanted(message.getModSeq()))
                        .concatMap(this::flags);
            }
            Flux<MessageResult> messages =
                    Flux.defer(() -> Flux.from(messages(range))).filter(message -> isWanted(message.getModSeq()));
            return (FetchedMessage.needsContent(fetch) ? messages.publishOn(READERS, 1) : messages)
                    .concatMap(this::response, 1);
        }

        private org.reactivestreams.Publisher<MessageResult> messages(MessageRange range) {
            FetchGroup group = FetchedMessage.needsContent(fetch)
                    ? FetchGroup.FULL_CONTENT
                    : FetchedMessage.needsHeader(fetch) ? FetchGroup.HEADERS : FetchGroup.MINIMAL;
            return mailbox.getMessagesReactive(range, group, mailboxSession);
        }

        private boolean isWanted(ModSeq modSeq) {
            return modSeq.asLong() > fetch.getChangedSince();
        }

        private Mono<FetchResponse> flags(ComposedMessageIdWithMetaData message) {
            MessageUid uid = message.getComposedMessageId().getUid();
            return Mono.justOrEmpty(FlagsAnswer.number(selected, uid))
                    .map(number -> FlagsAnswer.of(
                            number,
                            fetch.contains(Item.FLAGS) ? inSession(message.getFlags(), uid) : null,
                            fetch.contains(Item.UID) ? uid : null,
                            fetch.contains(Item.MODSEQ) ? message.getModSeq() : null));
        }

        private Mono<FetchResponse> response(MessageResult message) {
            return Mono.justOrEmpty(FlagsAnswer.number(selected, message.getUid()))
                    .flatMap(number -> see(message).flatMap(state -> response(number, message, state)));
        }

        private Mono<State> see(MessageResult message) {
            Flags flags = inSession(message.getFlags(), message.getUid());
            if (!fetch.isSetSeen() || flags.contains(Flags.Flag.SEEN)) {
                return Mono.just(new State(
                        fetch.contains(Item.FLAGS) ? flags : null,
                        fetch.contains(Item.MODSEQ) ? message.getModSeq() : null));
            }
            flags.add(Flags.Flag.SEEN);
            MessageRange one = message.getUid().toRange();
            return Mono.from(mailbox.setFlagsReactive(
                            new Flags(Flags.Flag.SEEN), MessageManager.FlagsUpdateMode.ADD, one, mailboxSession))
                    .then(Mono.defer(() -> tellsModSeq ? seen(one, flags) : Mono.just(new State(flags, null))))
                    .publishOn(READERS);
        }

        /** RFC 7162 section 3.1.4: an answer that tells of changed flags has their modification sequence. */
        private Mono<State> seen(MessageRange one, Flags flags) {
            return Mono.from(mailbox.listMessagesMetadata(one, mailboxSession))
                    .map(changed -> new State(
                            inSession(
                                    changed.getFlags(),
                                    changed.getComposedMessageId().getUid()),
                            changed.getModSeq()))
                    .defaultIfEmpty(new State(flags, null));
        }

        private Flags inSession(Flags stored, MessageUid uid) {
            return FlagsAnswer.inSession(stored, uid, selected);
        }

        private Mono<FetchResponse> response(MessageSequenceNumber number, MessageResult message, State state) {
            return Mono.fromCallable(() -> {
                try {
                    return answer(number, message, state);
                } catch (IOException e) {
                    throw new MailboxException("a message cannot be read", e);
                }
            });
        }

        private FetchResponse answer(MessageSequenceNumber number, MessageResult message, State state)
                throws MailboxException, IOException {
            FetchedMessage content = new FetchedMessage(message);
            return new FetchResponse(
                    number,
                    state.flags(),
                    fetch.contains(Item.UID) ? message.getUid() : null,
                    fetch.contains(Item.SAVEDATE) ? message.getSaveDate() : null,
                    state.modSeq(),
                    fetch.contains(Item.INTERNAL_DATE) ? message.getInternalDate() : null,
                    fetch.contains(Item.SIZE) ? message.getSize() : null,
                    fetch.contains(Item.ENVELOPE) ? content.envelope() : null,
                    fetch.contains(Item.BODY) ? content.structure() : null,
                    fetch.contains(Item.BODY_STRUCTURE) ? content.structure() : null,
                    content.sections(fetch),
                    fetch.contains(Item.EMAILID) ? message.getMessageId() : null,
                    fetch.contains(Item.THREADID) ? message.getThreadId() : null);
        }
    }

    @Override
    protected MDCBuilder mdc(FetchRequest request) {
        return MDCBuilder.create()
                .addToContext(MDCBuilder.ACTION, "FETCH")
                .addToContext("useUid", Boolean.toString(request.isUseUids()))
                .addToContext("idSet", IdRange.toString(request.getIdSet()))
                .addToContext("fetchedData", request.getFetch().toString());
    }
}

package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.login.imap.StatusAnswers;
import dev.agentpost.mail.mailboxstore.james.FlagsWrite;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.StoreRequest;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.imap.processor.StoreProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** STORE whose UNCHANGEDSINCE (RFC 7162 section 3.1.3) is part of the write, so that of two clients one wins. */
public final class ConditionalStoreProcessor extends StoreProcessor {

    @Inject
    public ConditionalStoreProcessor(
            MailboxManager mailboxManager, StatusResponseFactory factory, MetricFactory metricFactory) {
        super(mailboxManager, factory, metricFactory);
    }

    @Override
    protected Mono<Void> processRequestReactive(StoreRequest request, ImapSession session, Responder responder) {
        boolean conditional = request.getUnchangedSince() != FlagRequests.NO_CONDITION;
        FlagsWrite write =
                conditional ? FlagsWrite.ifUnchangedSince(request.getUnchangedSince()) : FlagsWrite.unconditional();
        StoreRequest plain = conditional ? FlagRequests.unconditional(request) : request;
        Answers answers = new Answers(request, session.getSelected(), write);
        Responder changed = new ChangedAnswers(responder, answers::changed);
        return (conditional ? enableCondstore(session, responder) : Mono.empty())
                .then(Mono.defer(() -> super.processRequestReactive(plain, session, changed)))
                .contextWrite(write::addTo);
    }

    /** Section 3.1.8: from then on every FETCH answer has its MODSEQ. */
    private Mono<Void> enableCondstore(ImapSession session, Responder responder) {
        return getSelectedMailboxReactive(session)
                .flatMap(
                        mailbox -> Extensions.enableCondstore(mailbox, session, responder, getStatusResponseFactory()));
    }

    private record Answers(StoreRequest request, SelectedMailbox selected, FlagsWrite write) {

        private Optional<ImapResponseMessage> changed(ImapResponseMessage message) {
            if (message instanceof FetchResponse fetch && fetch.getModSeq() != null) {
                return Optional.of(withItsModSeq(fetch));
            }
            boolean isModified = message instanceof StatusResponse status
                    && completes(status)
                    && !write.refused().isEmpty();
            return Optional.of(
                    isModified
                            ? StatusAnswers.ok(
                                    request.getTag(), "[MODIFIED " + refused() + "] Conditional STORE failed")
                            : message);
        }

        private static boolean completes(StatusResponse status) {
            return status.getTag() != null && status.getServerResponseType() == StatusResponse.Type.OK;
        }

        /** James reads it afterwards: it may be that of a change which the flags do not show. */
        private FetchResponse withItsModSeq(FetchResponse fetch) {
            return selected.uid(fetch.getMessageNumber().asInt())
                    .flatMap(write::modSeq)
                    .map(modSeq -> FlagsAnswer.of(fetch.getMessageNumber(), fetch.getFlags(), fetch.getUid(), modSeq))
                    .orElse(fetch);
        }

        private String refused() {
            List<IdRange> refused = write.refused().stream()
                    .flatMap(uid -> number(uid).stream())
                    .map(IdRange::new)
                    .collect(ImmutableList.toImmutableList());
            return String.join(
                    ",",
                    IdRange.mergeRanges(refused).stream()
                            .map(IdRange::getFormattedString)
                            .toList());
        }

        private Optional<Long> number(MessageUid uid) {
            return request.isUseUids()
                    ? Optional.of(uid.asLong())
                    : FlagsAnswer.number(selected, uid).map(number -> (long) number.asInt());
        }
    }
}

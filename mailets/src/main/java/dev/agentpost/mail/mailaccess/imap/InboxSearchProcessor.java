package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.imap.api.message.request.SearchResultOption;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.SearchRequest;
import org.apache.james.imap.message.response.ESearchResponse;
import org.apache.james.imap.processor.SearchProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * SEARCH whose MODSEQ is that of the first or last message when nothing else is asked for, and the higher one of both (RFC
 * 4731 section 3.2). James answers with the highest of all that were found.
 */
public final class InboxSearchProcessor extends SearchProcessor {
    private static final Set<SearchResultOption> ENDS = EnumSet.of(SearchResultOption.MIN, SearchResultOption.MAX);
    private static final Set<SearchResultOption> ENDS_OR_SAVE =
            EnumSet.of(SearchResultOption.MIN, SearchResultOption.MAX, SearchResultOption.SAVE);

    @Inject
    public InboxSearchProcessor(
            MailboxManager mailboxManager, StatusResponseFactory factory, MetricFactory metricFactory) {
        super(mailboxManager, factory, metricFactory);
    }

    @Override
    protected Mono<Void> processRequestReactive(SearchRequest request, ImapSession session, Responder responder) {
        if (!asksForEndsOnly(request.getSearchOperation().getResultOptions())) {
            return super.processRequestReactive(request, session, responder);
        }
        Held answers = new Held();
        return super.processRequestReactive(request, session, answers)
                .thenMany(Flux.defer(() -> Flux.fromIterable(answers.held)))
                .concatMap(
                        answer -> answer instanceof ESearchResponse found && found.getHighestModSeq() != null
                                ? ofEnds(found, session)
                                : Mono.just(answer),
                        1)
                .doOnNext(responder::respond)
                .then();
    }

    private static boolean asksForEndsOnly(List<SearchResultOption> options) {
        return options.stream().anyMatch(ENDS::contains) && ENDS_OR_SAVE.containsAll(options);
    }

    private Mono<ImapResponseMessage> ofEnds(ESearchResponse found, ImapSession session) {
        return getSelectedMailboxReactive(session)
                .flatMapMany(mailbox -> Flux.fromIterable(ends(found, session.getSelected()))
                        .concatMap(
                                uid -> mailbox.listMessagesMetadata(MessageRange.one(uid), session.getMailboxSession()),
                                1))
                .map(ComposedMessageIdWithMetaData::getModSeq)
                .reduce((one, other) -> one.compareTo(other) > 0 ? one : other)
                .<ImapResponseMessage>map(modSeq -> with(modSeq, found))
                .defaultIfEmpty(found);
    }

    private static Set<MessageUid> ends(ESearchResponse found, SelectedMailbox selected) {
        List<SearchResultOption> options = found.getSearchResultOptions();
        return LongStream.concat(
                        options.contains(SearchResultOption.MIN)
                                ? LongStream.of(found.getMinUid())
                                : LongStream.empty(),
                        options.contains(SearchResultOption.MAX)
                                ? LongStream.of(found.getMaxUid())
                                : LongStream.empty())
                .boxed()
                .flatMap(number -> found.getUseUid()
                        ? Stream.of(MessageUid.of(number))
                        : selected.uid(Math.toIntExact(number)).stream())
                .collect(ImmutableSet.toImmutableSet());
    }

    private static ESearchResponse with(ModSeq modSeq, ESearchResponse found) {
        return new ESearchResponse(
                found.getMinUid(),
                found.getMaxUid(),
                found.getCount(),
                found.getAll(),
                modSeq,
                found.getTag(),
                found.getUseUid(),
                found.getSearchResultOptions());
    }

    private static final class Held implements Responder {
        private final List<ImapResponseMessage> held = new ArrayList<>();

        @Override
        public void respond(ImapResponseMessage message) {
            held.add(message);
        }

        @Override
        public void flush() {}
    }
}

package dev.agentpost.mail.mailboxstore.james;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.common.collect.Streams;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.AttachmentContentLoader;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.extractor.TextExtractor;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.Criterion;
import org.apache.james.mailbox.store.mail.MailboxMapperFactory;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.MessageMapperFactory;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.search.MessageSearches;
import org.apache.james.mailbox.store.search.SimpleMessageSearchIndex;
import org.apache.james.util.ReactorUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Searches without an index. James's own holds every message of the mailbox in memory at once, with its content when the
 * query has ALL or a text in it, so that one search could end the process. Here flags, dates and sizes are compared first;
 * of what is left headers are read some at a time, and contents one at a time in the whole process.
 */
@Singleton
public final class FrugalSearchIndex extends SimpleMessageSearchIndex {
    private static final int HEADERS_AT_A_TIME = 100;
    private static final int WAITING_SEARCHES = 100_000;

    private final MessageMapperFactory mappers;
    private final TextExtractor textExtractor;
    private final AttachmentContentLoader attachments;
    private final Scheduler oneContentAtATime = Schedulers.newBoundedElastic(1, WAITING_SEARCHES, "search-content");

    @Inject
    public FrugalSearchIndex(
            MessageMapperFactory mappers,
            MailboxMapperFactory mailboxMappers,
            TextExtractor textExtractor,
            AttachmentContentLoader attachments) {
        super(mappers, mailboxMappers, textExtractor, attachments);
        this.mappers = mappers;
        this.textExtractor = textExtractor;
        this.attachments = attachments;
    }

    @Override
    public Flux<MessageUid> search(MailboxSession session, Mailbox mailbox, SearchQuery query) {
        FetchType needed = needed(query.getCriteria());
        Flux<MessageUid> candidates = Mono.fromCallable(() -> candidates(session, mailbox, query))
                .subscribeOn(ReactorUtils.BLOCKING_CALL_WRAPPER)
                .flatMapIterable(uids -> uids);
        if (needed == FetchType.METADATA) {
            return candidates;
        }
        boolean content = needed == FetchType.FULL;
        return candidates
                .buffer(content ? 1 : HEADERS_AT_A_TIME)
                .concatMap(
                        uids -> Mono.fromCallable(() -> matches(session, mailbox, query, uids, needed))
                                .subscribeOn(content ? oneContentAtATime : ReactorUtils.BLOCKING_CALL_WRAPPER)
                                .flatMapIterable(found -> found),
                        1);
    }

    /** Those that match as far as metadata tell, in the order of the mailbox. */
    private List<MessageUid> candidates(MailboxSession session, Mailbox mailbox, SearchQuery query)
            throws MailboxException {
        TreeMap<MessageUid, MailboxMessage> messages = new TreeMap<>();
        MessageMapper mapper = mappers.getMessageMapper(session);
        for (MessageRange range : ranges(query.getCriteria())) {
            mapper.findInMailbox(mailbox, range, FetchType.METADATA, MessageMapper.UNLIMITED)
                    .forEachRemaining(message -> messages.put(message.getUid(), message));
        }
        SearchQuery metadataOnly = SearchQuery.builder()
                .andCriteria(query.getCriteria().stream()
                        .filter(criterion -> needed(criterion) == FetchType.METADATA)
                        .toList())
                .addRecentMessageUids(query.getRecentMessageUids())
                .build();
        return matching(messages.values().iterator(), metadataOnly, session);
    }

    private List<MessageUid> matches(
            MailboxSession session, Mailbox mailbox, SearchQuery query, List<MessageUid> uids, FetchType needed)
            throws MailboxException {
        MessageRange range = MessageRange.range(uids.get(0), uids.get(uids.size() - 1));
        Set<MessageUid> wanted = Set.copyOf(uids);
        Iterator<MailboxMessage> messages = Streams.stream(mappers.getMessageMapper(session)
                        .findInMailbox(mailbox, range, needed, MessageMapper.UNLIMITED))
                .filter(message -> wanted.contains(message.getUid()))
                .iterator();
        return matching(messages, query, session);
    }

    private List<MessageUid> matching(Iterator<MailboxMessage> messages, SearchQuery query, MailboxSession session) {
        return Streams.stream(new MessageSearches(messages, query, textExtractor, attachments, session))
                .map(SearchResult::getMessageUid)
                .sorted()
                .collect(Collectors.toList());
    }

    /** What the query says of UIDs in any case; everything when it says nothing. */
    private static List<MessageRange> ranges(List<Criterion> criteria) {
        return criteria.stream()
                .filter(SearchQuery.UidCriterion.class::isInstance)
                .findFirst()
                .map(criterion ->
                        ((SearchQuery.UidCriterion) criterion).getOperator().getRange())
                .map(ranges -> Lists.transform(
                        ImmutableList.copyOf(ranges),
                        range -> MessageRange.range(range.getLowValue(), range.getHighValue())))
                .orElseGet(() -> new ArrayList<>(List.of(MessageRange.all())));
    }

    private static FetchType needed(Collection<Criterion> criteria) {
        return criteria.stream()
                .map(FrugalSearchIndex::needed)
                .max(FetchType::compareTo)
                .orElse(FetchType.METADATA);
    }

    private static FetchType needed(Criterion criterion) {
        if (criterion instanceof SearchQuery.ConjunctionCriterion several) {
            return needed(several.getCriteria());
        }
        if (criterion instanceof SearchQuery.TextCriterion) {
            return FetchType.FULL;
        }
        boolean header = criterion instanceof SearchQuery.HeaderCriterion
                || criterion instanceof SearchQuery.MimeMessageIDCriterion
                || criterion instanceof SearchQuery.SubjectCriterion;
        return header ? FetchType.HEADERS : FetchType.METADATA;
    }
}

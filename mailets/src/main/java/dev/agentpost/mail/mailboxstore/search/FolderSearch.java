package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.ContentMissingException;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.Envelope;
import dev.agentpost.mail.mailboxstore.EnvelopeReader;
import dev.agentpost.mail.mailboxstore.EnvelopeStore;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Finds the messages of a folder that a condition holds for. A search keeps some pages of a thousand messages in memory and
 * one body stream; bodies are read by a few searches at once in the process, others wait. Safe for use by many threads.
 */
public final class FolderSearch implements AutoCloseable {
    private static final int PAGES_AT_A_TIME = 4;
    private static final int BODIES_AT_A_TIME = 2;
    private static final int WAITING_SEARCHES = 100_000;

    private final FolderMessages messages;
    private final EnvelopeStore envelopes;
    private final ContentStore contents;
    private final PageSearch pageSearch;
    private final Scheduler bodies =
            Schedulers.newBoundedElastic(BODIES_AT_A_TIME, WAITING_SEARCHES, "search-body", 60, true);

    public FolderSearch(FolderMessages messages, EnvelopeStore envelopes, ContentStore contents) {
        this.messages = messages;
        this.envelopes = envelopes;
        this.contents = contents;
        this.pageSearch = new PageSearch(messages, envelopes, contents, bodies);
    }

    /**
     * UIDs, ascending. A message that comes after the search has begun is not found; one that goes may be.
     *
     * <p>Bodies are not looked at newest first: the answer to a SEARCH is complete or it is none, so order gains nothing.
     */
    public Flux<Long> search(FolderId folder, Condition condition) {
        if (condition.equals(Condition.NONE)) {
            return Flux.empty();
        }
        int pagesAtATime = condition.needs(Source.BODY) ? 1 : PAGES_AT_A_TIME;
        return messages.index(folder)
                .publishOn(Schedulers.boundedElastic())
                .flatMapMany(index -> Flux.fromIterable(() -> new CandidatePages(index, condition)))
                .flatMapSequential(page -> pageSearch.matches(folder, page), pagesAtATime, 1)
                .flatMapIterable(uids -> uids);
    }

    /** The same with rows, and envelopes if wanted, of all that were found: for orders other than that of UIDs. */
    public Flux<FoundMessage> find(FolderId folder, Condition condition, boolean withEnvelopes) {
        return search(folder, condition)
                .collectList()
                .filter(uids -> !uids.isEmpty())
                .flatMapMany(uids -> found(folder, uids, withEnvelopes));
    }

    private Flux<FoundMessage> found(FolderId folder, List<Long> uids, boolean withEnvelopes) {
        Set<Long> wanted = Set.copyOf(uids);
        Flux<StoredMessage> rows = messages.list(folder, Candidates.range(uids))
                .publishOn(Schedulers.boundedElastic())
                .filter(row -> wanted.contains(row.uid()));
        if (!withEnvelopes) {
            return rows.map(row -> new FoundMessage(row, Optional.empty()));
        }
        return envelopes
                .list(folder, Candidates.range(uids))
                .filter(stored -> wanted.contains(stored.uid()))
                .collectMap(EnvelopeStore.Numbered::uid, EnvelopeStore.Numbered::envelope)
                .flatMapMany(stored -> rows.concatMap(row -> withEnvelope(row, stored)));
    }

    private Mono<FoundMessage> withEnvelope(StoredMessage row, Map<Long, Envelope> stored) {
        return Mono.justOrEmpty(stored.get(row.uid()))
                .switchIfEmpty(Mono.defer(() -> contents.header(row.contentId()).map(EnvelopeReader::read)))
                .onErrorResume(ContentMissingException.class, missing -> Mono.empty())
                .map(envelope -> new FoundMessage(row, Optional.of(envelope)))
                .defaultIfEmpty(new FoundMessage(row, Optional.empty()));
    }

    @Override
    public void close() {
        bodies.dispose();
    }
}

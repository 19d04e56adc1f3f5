package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.Envelope;
import dev.agentpost.mail.mailboxstore.EnvelopeStore;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.search.ContentSearch.Decided;
import dev.agentpost.mail.mailboxstore.search.ContentSearch.Open;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Decides on the candidates of one page: rows, then envelopes, then contents, each only of those still open. */
final class PageSearch {
    private static final Logger LOGGER = LoggerFactory.getLogger(PageSearch.class);
    private static final int HEADERS_AT_A_TIME = 8;
    private static final int ENVELOPES_IN_A_WRITE = 100;

    private final FolderMessages messages;
    private final EnvelopeStore envelopes;
    private final ContentSearch contents;

    /** @param bodies its threads may block, and there are as many as bodies may be read at once */
    PageSearch(FolderMessages messages, EnvelopeStore envelopes, ContentStore contents, Scheduler bodies) {
        this.messages = messages;
        this.envelopes = envelopes;
        this.contents = new ContentSearch(contents, bodies);
    }

    /** The UIDs that match, ascending. */
    Mono<List<Long>> matches(FolderId folder, Candidates page) {
        return byRow(folder, page)
                .then(Mono.defer(() -> byEnvelope(folder, page)))
                .flatMap(absent -> byContent(folder, page, absent).then(Mono.fromCallable(page::matching)));
    }

    private Mono<Void> byRow(FolderId folder, Candidates page) {
        List<Long> asked = page.needing(Source.ROW);
        return rows(folder, asked)
                .doOnNext(rows -> learnRows(page, asked, rows))
                .then();
    }

    /** A message that is not there any more does not match. */
    private static void learnRows(Candidates page, List<Long> asked, Map<Long, StoredMessage> rows) {
        for (long uid : asked) {
            if (rows.containsKey(uid)) {
                page.learn(uid, new RowFacts(rows.get(uid)));
            } else {
                page.remove(uid);
            }
        }
    }

    private Mono<Map<Long, StoredMessage>> rows(FolderId folder, List<Long> uids) {
        if (uids.isEmpty()) {
            return Mono.just(Map.of());
        }
        Set<Long> wanted = Set.copyOf(uids);
        return messages.list(folder, Candidates.range(uids))
                .publishOn(Schedulers.boundedElastic())
                .filter(row -> wanted.contains(row.uid()))
                .collectMap(StoredMessage::uid);
    }

    /** Those whose envelopes were asked for and are not stored. */
    private Mono<Set<Long>> byEnvelope(FolderId folder, Candidates page) {
        List<Long> asked = page.needing(Source.ENVELOPE);
        Set<Long> absent = new HashSet<>(asked);
        if (asked.isEmpty()) {
            return Mono.just(absent);
        }
        return envelopes
                .list(folder, Candidates.range(asked))
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(stored -> {
                    absent.remove(stored.uid());
                    page.learn(stored.uid(), new EnvelopeFacts(stored.envelope()));
                })
                .then(Mono.just(absent));
    }

    private Mono<Void> byContent(FolderId folder, Candidates page, Set<Long> withoutEnvelope) {
        int atATime = page.need(Source.BODY) ? 1 : HEADERS_AT_A_TIME;
        return open(folder, page)
                .flatMapSequential(contents::decide, atATime, 1)
                .doOnNext(decided -> page.decide(decided.uid(), decided.matches()))
                .filter(decided -> withoutEnvelope.contains(decided.uid()))
                .buffer(ENVELOPES_IN_A_WRITE)
                .concatMap(decided -> saveEnvelopes(folder, decided))
                .then();
    }

    private Flux<Open> open(FolderId folder, Candidates page) {
        List<Long> open = page.open();
        return rows(folder, open).flatMapIterable(rows -> open.stream()
                .filter(rows::containsKey)
                .map(uid -> new Open(rows.get(uid), page.left(uid)))
                .toList());
    }

    /** A help for the next search: failing, it does not harm this one. */
    private Mono<Void> saveEnvelopes(FolderId folder, List<Decided> decided) {
        Map<Long, Envelope> byUid = decided.stream().collect(Collectors.toMap(Decided::uid, Decided::envelope));
        return envelopes.save(folder, byUid).onErrorResume(failure -> {
            LOGGER.warn("Cannot save {} envelopes of folder {}", byUid.size(), folder, failure);
            return Mono.empty();
        });
    }
}

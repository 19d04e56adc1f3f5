package dev.agentpost.mail.mailboxstore;

import java.util.Collection;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Envelopes by folder and UID, so that a whole folder is read in one sweep. May lack some: the header has them too. */
public interface EnvelopeStore {
    /** How many UIDs the stores keep together. */
    int PAGE = 1024;

    /** Those of many folders share requests. */
    Mono<Void> save(Collection<Filed> envelopes);

    record Filed(FolderId folder, long uid, Envelope envelope) {}

    default Mono<Void> save(FolderId folder, Map<Long, Envelope> byUid) {
        return save(byUid.entrySet().stream()
                .map(entry -> new Filed(folder, entry.getKey(), entry.getValue()))
                .toList());
    }

    /**
     * Ascending by UID, with those of expunged messages left out where that is cheap: the caller checks.
     *
     * @param range with an end near the last UID of the folder: the cost is that of its length, and a range without
     *     an end is refused
     */
    Flux<Numbered> list(FolderId folder, UidRange range);

    record Numbered(long uid, Envelope envelope) {}

    /** @param ranges with an end near the last UID of the folder: the cost is that of their length, without end they are refused */
    Mono<Void> delete(FolderId folder, Collection<UidRange> ranges);

    static UidRange bounded(UidRange range) {
        if (range.last() == Long.MAX_VALUE) {
            throw new IllegalArgumentException("envelopes of UIDs without end: the last UID of the folder is it");
        }
        return range;
    }
}

package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.Envelope;
import dev.agentpost.mail.mailboxstore.EnvelopeStore;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.UidRange;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads. */
public final class MemoryEnvelopeStore implements EnvelopeStore {
    private final Map<FolderId, ConcurrentSkipListMap<Long, Envelope>> folders = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> save(Collection<Filed> envelopes) {
        return Mono.fromRunnable(
                () -> envelopes.forEach(filed -> envelopes(filed.folder()).put(filed.uid(), filed.envelope())));
    }

    @Override
    public Flux<Numbered> list(FolderId folder, UidRange range) {
        return Flux.defer(() ->
                        Flux.fromIterable(List.copyOf(subMap(folder, range).entrySet())))
                .map(entry -> new Numbered(entry.getKey(), entry.getValue()));
    }

    @Override
    public Mono<Void> delete(FolderId folder, Collection<UidRange> ranges) {
        return Mono.fromRunnable(
                () -> ranges.forEach(range -> subMap(folder, range).clear()));
    }

    private SortedMap<Long, Envelope> subMap(FolderId folder, UidRange range) {
        UidRange bounded = EnvelopeStore.bounded(range);
        return envelopes(folder).subMap(bounded.first(), bounded.last() + 1);
    }

    private ConcurrentSkipListMap<Long, Envelope> envelopes(FolderId folder) {
        return folders.computeIfAbsent(folder, absent -> new ConcurrentSkipListMap<>());
    }
}

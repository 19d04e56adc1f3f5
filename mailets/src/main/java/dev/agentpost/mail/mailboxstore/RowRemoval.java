package dev.agentpost.mail.mailboxstore;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds rows by their UIDs and takes them out, with their envelopes. */
final class RowRemoval {
    private static final int NEAR = 256;

    private final FolderMessages folders;
    private final EnvelopeStore envelopes;
    private final Supplier<Mono<Void>> envelopesAreWritten;
    private final LateWrites lateWrites;

    /** @param envelopesAreWritten completes when those are that were still to be written when it was asked */
    RowRemoval(
            FolderMessages folders,
            EnvelopeStore envelopes,
            Supplier<Mono<Void>> envelopesAreWritten,
            LateWrites lateWrites) {
        this.folders = folders;
        this.envelopes = envelopes;
        this.envelopesAreWritten = envelopesAreWritten;
        this.lateWrites = lateWrites;
    }

    /** One look-up for those that are near each other. */
    Flux<StoredMessage> find(FolderId folder, Collection<Long> uids) {
        Set<Long> wanted = Set.copyOf(uids);
        TreeMap<Long, List<Long>> near =
                new TreeMap<>(wanted.stream().collect(Collectors.groupingBy(uid -> uid / NEAR)));
        return Flux.fromIterable(near.values())
                .concatMap(some -> folders.list(folder, new UidRange(Collections.min(some), Collections.max(some))))
                .filter(message -> wanted.contains(message.uid()));
    }

    /** @return those that were there, ascending */
    Mono<List<StoredMessage>> remove(FolderId folder, Collection<Long> uids) {
        return folders.expunge(folder, uids).flatMap(expunged -> lateWrites
                .take("that envelopes of folder " + folder + " are gone", removeEnvelopes(folder, UidRange.runs(uids)))
                .thenReturn(expunged));
    }

    /** After those that are still to be written: one that came later would stay for ever. */
    Mono<Void> removeEnvelopes(FolderId folder, Collection<UidRange> ranges) {
        return envelopesAreWritten.get().then(Mono.defer(() -> envelopes.delete(folder, ranges)));
    }
}

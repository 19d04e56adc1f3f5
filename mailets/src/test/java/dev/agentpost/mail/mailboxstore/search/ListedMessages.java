package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.Appended;
import dev.agentpost.mail.mailboxstore.FlagsChange;
import dev.agentpost.mail.mailboxstore.FlagsUpdate;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.NewMessage;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidIndex;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.Vanished;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One folder with exactly these rows, whatever their modification sequences and dates; counts the rows that are read. */
final class ListedMessages implements FolderMessages {
    private final NavigableMap<Long, StoredMessage> rows = new ConcurrentSkipListMap<>();
    private final Set<Long> expungedAfterIndex = ConcurrentHashMap.newKeySet();
    private final AtomicLong rowsRead = new AtomicLong();

    void put(StoredMessage row) {
        rows.put(row.uid(), row);
    }

    void expungeAfterNextIndex(long uid) {
        expungedAfterIndex.add(uid);
    }

    long rowsRead() {
        return rowsRead.get();
    }

    @Override
    public Mono<UidIndex> index(FolderId folder) {
        return Mono.fromCallable(() -> {
            UidIndex index = new Index(new ConcurrentSkipListMap<>(rows));
            rows.keySet().removeAll(expungedAfterIndex);
            return index;
        });
    }

    @Override
    public Flux<StoredMessage> list(FolderId folder, UidRange range) {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(
                        rows.subMap(range.first(), true, range.last(), true).values())))
                .doOnNext(row -> rowsRead.incrementAndGet());
    }

    @Override
    public Mono<FolderHead> create(FolderId folder, long uidValidity) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<FolderHead> head(FolderId folder) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Appended> append(FolderId folder, NewMessage message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<Appended>> appendAll(FolderId folder, List<NewMessage> messages) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Long> claimedBy(FolderId folder, String claim) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<FlagsChange>> updateFlags(FolderId folder, Collection<UidRange> ranges, FlagsUpdate update) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<StoredMessage>> expunge(FolderId folder, Collection<Long> uids) {
        return Mono.fromCallable(() -> uids.stream().map(rows::remove).toList());
    }

    @Override
    public Flux<Vanished> vanishedSince(FolderId folder, long modSeq) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<Long>> resetRecent(FolderId folder) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> delete(FolderId folder) {
        throw new UnsupportedOperationException();
    }

    private record Index(NavigableMap<Long, StoredMessage> rows) implements UidIndex {
        @Override
        public FolderHead head() {
            Set<String> keywords = rows.values().stream()
                    .flatMap(row -> row.flags().keywords().stream())
                    .collect(Collectors.toSet());
            return new FolderHead(1, 1, 1, 1, rows.size(), 0, 0, keywords);
        }

        @Override
        public LongStream live() {
            return uids(row -> true);
        }

        @Override
        public LongStream unseen() {
            return uids(row -> !row.flags().has(SystemFlag.SEEN));
        }

        @Override
        public LongStream recent() {
            return LongStream.empty();
        }

        @Override
        public LongStream with(SystemFlag flag) {
            return uids(row -> row.flags().has(flag));
        }

        @Override
        public boolean isLive(long uid) {
            return rows.containsKey(uid);
        }

        @Override
        public boolean isRecent(long uid) {
            return false;
        }

        @Override
        public boolean has(long uid, SystemFlag flag) {
            return rows.get(uid).flags().has(flag);
        }

        private LongStream uids(Predicate<StoredMessage> which) {
            return rows.values().stream().filter(which).mapToLong(StoredMessage::uid);
        }
    }
}

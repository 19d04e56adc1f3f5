package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.DeliveryId;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.Vanished;
import dev.agentpost.mail.mailboxstore.rows.FolderPages;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.HeldClaim;
import dev.agentpost.mail.mailboxstore.rows.Page;
import dev.agentpost.mail.mailboxstore.rows.RowBatch;
import dev.agentpost.mail.mailboxstore.rows.WriteOutcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** For tests: forgets everything with the process, and nothing before. Each method is one step under one lock. */
public final class MemoryFolderRows implements FolderRows {
    private final Map<FolderId, Partition> partitions = new HashMap<>();

    private static final class Partition {
        private FolderHead head;
        private final NavigableMap<Long, Page> pages = new TreeMap<>();
        private final NavigableMap<Long, StoredMessage> messages = new TreeMap<>();
        private final Map<DeliveryId, Long> deliveries = new HashMap<>();
        private final Map<String, HeldClaim> claims = new HashMap<>();
        private final NavigableMap<Long, Vanished> vanished = new TreeMap<>();
        private final Map<Long, UUID> changes = new HashMap<>();

        private Partition(FolderHead head) {
            this.head = head;
        }

        private WriteOutcome write(RowBatch batch) {
            Map<DeliveryId, Long> there = new HashMap<>(deliveries);
            there.keySet().retainAll(batch.deliveries().keySet());
            boolean headMoved = head.version() != batch.before().version();
            Map<String, HeldClaim> taken = claims(batch.freeClaims());
            if (headMoved || !there.isEmpty() || !taken.isEmpty()) {
                return new WriteOutcome.Refused(headMoved, there, taken);
            }
            head = batch.after();
            changes.put(head.version(), batch.changeId());
            batch.pages().forEach(change -> pages.put(change.after().number(), change.after()));
            batch.removedPages().forEach(pages::remove);
            batch.added().forEach(message -> messages.put(message.uid(), message));
            batch.changed().forEach(change -> messages.put(change.after().uid(), change.after()));
            deliveries.putAll(batch.deliveries());
            claims.putAll(batch.claims());
            batch.removed().forEach(range -> messages.subMap(range.first(), true, range.last(), true)
                    .clear());
            batch.vanished().ifPresent(gone -> vanished.put(gone.modSeq(), gone));
            return new WriteOutcome.Applied();
        }

        private Map<String, HeldClaim> claims(Set<String> names) {
            Map<String, HeldClaim> found = new HashMap<>(claims);
            found.keySet().retainAll(names);
            return found;
        }
    }

    @Override
    public Mono<FolderHead> head(FolderId folder) {
        return read(folder, partition -> partition.head);
    }

    @Override
    public Mono<FolderPages> pages(FolderId folder) {
        return read(folder, partition -> new FolderPages(partition.head, new TreeMap<>(partition.pages)));
    }

    @Override
    public Mono<FolderPages> latest(FolderId folder, Set<Long> pages, Set<String> claims) {
        return read(folder, partition -> {
            NavigableMap<Long, Page> found = new TreeMap<>();
            pages.forEach(number -> found.put(number, partition.pages.getOrDefault(number, Page.empty(number))));
            return new FolderPages(partition.head, found, partition.claims(claims));
        });
    }

    @Override
    public Mono<Standing> standing(FolderId folder, long version) {
        return read(
                folder, partition -> new Standing(partition.head, Optional.ofNullable(partition.changes.get(version))));
    }

    @Override
    public Flux<StoredMessage> messages(FolderId folder, UidRange range) {
        return readAll(folder, partition -> partition
                .messages
                .subMap(range.first(), true, range.last(), true)
                .values());
    }

    @Override
    public Flux<StoredMessage> messages(FolderId folder, Collection<Long> uids) {
        return readAll(folder, partition -> {
            NavigableMap<Long, StoredMessage> found = new TreeMap<>(partition.messages);
            found.keySet().retainAll(new TreeSet<>(uids));
            return found.values();
        });
    }

    @Override
    public Flux<Vanished> vanished(FolderId folder, long modSeq) {
        return readAll(
                folder, partition -> partition.vanished.tailMap(modSeq, false).values());
    }

    @Override
    public Mono<WriteOutcome> create(FolderId folder, FolderHead head) {
        return write(() -> partitions.putIfAbsent(folder, new Partition(head)) == null
                ? new WriteOutcome.Applied()
                : WriteOutcome.Refused.moved());
    }

    @Override
    public Mono<WriteOutcome> write(FolderId folder, RowBatch batch) {
        return write(() -> Optional.ofNullable(partitions.get(folder))
                .map(partition -> partition.write(batch))
                .orElseGet(() -> WriteOutcome.Refused.moved()));
    }

    @Override
    public Mono<WriteOutcome> delete(FolderId folder, long version) {
        return write(() -> {
            Partition partition = partitions.get(folder);
            if (partition == null || partition.head.version() != version) {
                return WriteOutcome.Refused.moved();
            }
            partitions.remove(folder);
            return new WriteOutcome.Applied();
        });
    }

    private Mono<WriteOutcome> write(Supplier<WriteOutcome> step) {
        return Mono.fromSupplier(() -> {
            synchronized (partitions) {
                return step.get();
            }
        });
    }

    private <T> Mono<T> read(FolderId folder, Function<Partition, T> of) {
        return Mono.fromSupplier(() -> {
            synchronized (partitions) {
                return Optional.ofNullable(partitions.get(folder)).map(of).orElse(null);
            }
        });
    }

    private <T> Flux<T> readAll(FolderId folder, Function<Partition, Collection<T>> of) {
        return read(folder, partition -> List.copyOf(of.apply(partition))).flatMapIterable(Function.identity());
    }
}

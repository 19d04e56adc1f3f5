package dev.agentpost.mail.mailboxstore.rows;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Iterables;
import com.google.common.collect.Range;
import dev.agentpost.mail.mailboxstore.Appended;
import dev.agentpost.mail.mailboxstore.FlagsChange;
import dev.agentpost.mail.mailboxstore.FlagsUpdate;
import dev.agentpost.mail.mailboxstore.FolderBusyException;
import dev.agentpost.mail.mailboxstore.FolderGoneException;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.NewMessage;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidIndex;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.Vanished;
import dev.agentpost.mail.mailboxstore.rows.Change.Append;
import dev.agentpost.mail.mailboxstore.rows.Change.Delete;
import dev.agentpost.mail.mailboxstore.rows.Change.Expunge;
import dev.agentpost.mail.mailboxstore.rows.Change.ResetRecent;
import dev.agentpost.mail.mailboxstore.rows.Change.UpdateFlags;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * {@link FolderMessages} on rows. Safe for use by many threads and, on the same rows, by many nodes: each change is
 * conditional on the version of the folder that it was planned on. Only changes of this object share writes, so there
 * should be one for a store.
 *
 * <p>An append costs one conditional write, one Paxos round, of four statements (head, page, message, the change's
 * name) and one more each with a delivery id and a claim; those that come in while a write of the folder is under way
 * share the next one. A folder that this node has not changed lately costs one linearizable read before, two when it ever
 * had more than {@value Page#SIZE} messages. A claim that is held already may cost a second round.
 *
 * <p>Changes answer on the threads of {@link Schedulers#parallel()}, reads on those of the rows, that is, of the driver:
 * neither may be blocked. A change goes on when its subscriber cancels.
 */
public final class RowFolderMessages implements FolderMessages {
    private final FolderRows rows;
    private final LaneLimits limits;
    private final Clock clock;
    private final Lanes lanes;

    public RowFolderMessages(FolderRows rows, LaneLimits limits, Clock clock) {
        this.rows = rows;
        this.limits = limits;
        this.clock = clock;
        this.lanes = new Lanes(rows, limits, clock);
    }

    @Override
    public Mono<FolderHead> create(FolderId folder, long uidValidity) {
        return new Creation(rows, limits, clock).create(folder, uidValidity).publishOn(Schedulers.parallel());
    }

    @Override
    public Mono<FolderHead> head(FolderId folder) {
        return rows.head(folder).switchIfEmpty(gone(folder));
    }

    @Override
    public Mono<UidIndex> index(FolderId folder) {
        return pages(folder).map(PageIndex::new);
    }

    @Override
    public Flux<StoredMessage> list(FolderId folder, UidRange range) {
        if (isNarrow(range)) {
            return rows.messages(folder, range).switchIfEmpty(head(folder).thenMany(Flux.empty()));
        }
        return index(folder)
                .map(index -> ReadStep.covering(index.live().filter(range::contains)))
                .flatMapMany(steps -> Flux.fromIterable(steps).concatMap(step -> messages(folder, step), 1));
    }

    @Override
    public Flux<Vanished> vanishedSince(FolderId folder, long modSeq) {
        return rows.vanished(folder, modSeq).switchIfEmpty(head(folder).thenMany(Flux.empty()));
    }

    @Override
    public Mono<Appended> append(FolderId folder, NewMessage message) {
        return submit(folder, List.of(new Append(message))).map(Iterables::getOnlyElement);
    }

    @Override
    public Mono<List<Appended>> appendAll(FolderId folder, List<NewMessage> messages) {
        return Mono.defer(() -> change(folder, messages.stream().map(Append::new)));
    }

    @Override
    public Mono<Long> claimedBy(FolderId folder, String claim) {
        return rows.latest(folder, Set.of(), Set.of(claim))
                .switchIfEmpty(gone(folder))
                .flatMap(found -> Mono.justOrEmpty(found.claims().get(claim)))
                .flatMap(held -> rows.messages(folder, List.of(held.uid())).next())
                .map(StoredMessage::uid);
    }

    @Override
    public Mono<List<FlagsChange>> updateFlags(FolderId folder, Collection<UidRange> ranges, FlagsUpdate update) {
        return uids(folder, ranges)
                .flatMap(uids -> change(folder, uids.mapToObj(uid -> new UpdateFlags(uid, update))))
                .map(RowFolderMessages::present);
    }

    @Override
    public Mono<List<StoredMessage>> expunge(FolderId folder, Collection<Long> uids) {
        return Mono.defer(() -> change(folder, uids.stream().distinct().sorted().map(Expunge::new)))
                .map(RowFolderMessages::present);
    }

    @Override
    public Mono<List<Long>> resetRecent(FolderId folder) {
        return pages(folder)
                .map(found -> found.pages().values().stream()
                        .filter(page -> page.hasAny(PageBit.RECENT))
                        .map(page -> new ResetRecent(page.number())))
                .flatMap(changes -> change(folder, changes))
                .map(answers -> answers.stream().flatMap(List::stream).toList());
    }

    @Override
    public Mono<Void> delete(FolderId folder) {
        return submit(folder, List.of(new Delete())).then();
    }

    private static boolean isNarrow(UidRange range) {
        return range.last() - range.first() < FolderRows.MAX_UIDS;
    }

    private Mono<FolderPages> pages(FolderId folder) {
        return rows.pages(folder).switchIfEmpty(gone(folder));
    }

    private Flux<StoredMessage> messages(FolderId folder, ReadStep step) {
        return step instanceof ReadStep.Uids named
                ? rows.messages(folder, named.uids())
                : rows.messages(folder, ((ReadStep.Range) step).range());
    }

    /** Those that may live, ascending; few are asked for without looking, as the change looks anyway. */
    private Mono<LongStream> uids(FolderId folder, Collection<UidRange> ranges) {
        if (ranges.stream().allMatch(RowFolderMessages::isNarrow) && width(ranges) <= FolderRows.MAX_UIDS) {
            return Mono.fromSupplier(() -> ranges.stream()
                    .flatMapToLong(range -> LongStream.rangeClosed(range.first(), range.last()))
                    .distinct()
                    .sorted());
        }
        ImmutableRangeSet<Long> wanted = ImmutableRangeSet.unionOf(ranges.stream()
                .map(range -> Range.closed(range.first(), range.last()))
                .toList());
        return index(folder).map(index -> index.live().filter(wanted::contains));
    }

    private static long width(Collection<UidRange> ranges) {
        return ranges.stream()
                .mapToLong(range -> range.last() - range.first() + 1)
                .sum();
    }

    /** So many at a time as share a write: those that follow are not in memory yet. */
    private <R> Mono<List<R>> change(FolderId folder, Stream<? extends Change<R>> changes) {
        return Flux.fromStream(changes)
                .buffer(FolderRows.MAX_UIDS)
                .concatMap(some -> submit(folder, some), 1)
                .switchIfEmpty(head(folder).thenReturn(List.of()))
                .flatMapIterable(answers -> answers)
                .collectList();
    }

    private <R> Mono<List<R>> submit(FolderId folder, List<? extends Change<R>> changes) {
        return Mono.defer(() -> {
            Pending.Request request = new Pending.Request();
            List<Pending<R>> pending = changes.stream()
                    .map(change -> new Pending<R>(change, request))
                    .toList();
            try {
                lanes.submit(folder, pending);
            } catch (FolderBusyException e) {
                return Mono.error(e);
            }
            // Off the thread that works the queue off: whatever the caller does with it must not hold up others.
            return Flux.fromIterable(pending)
                    .concatMap(Pending::answer)
                    .collectList()
                    .publishOn(Schedulers.parallel());
        });
    }

    private static <T> List<T> present(List<Optional<T>> answers) {
        return answers.stream().flatMap(Optional::stream).toList();
    }

    private static <T> Mono<T> gone(FolderId folder) {
        return Mono.error(() -> new FolderGoneException(folder));
    }
}

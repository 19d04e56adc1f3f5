package dev.agentpost.mail.mailboxstore.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.mailboxstore.Appended;
import dev.agentpost.mail.mailboxstore.FolderBusyException;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessagesContract;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderRows;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class LanesTest {
    private static final FolderId FOLDER = FolderId.generate();

    private final FolderRows rows = new MemoryFolderRows();
    private final List<Integer> batches = new ArrayList<>();

    @BeforeEach
    void setUp() {
        rows.create(FOLDER, new FolderHead(1, 1, 0, 1, 0, 0, 0, Set.of())).block();
    }

    private static Lanes lanes(FolderRows rows, Duration patience) {
        return new Lanes(rows, new LaneLimits(10, patience, 100), Clock.systemUTC());
    }

    private static List<Pending<Appended>> appends(int count) {
        Pending.Request request = new Pending.Request();
        List<Pending<Appended>> pending = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pending.add(new Pending<>(new Change.Append(FolderMessagesContract.message()), request));
        }
        return pending;
    }

    private FolderRows writing(Function<Mono<WriteOutcome>, Mono<WriteOutcome>> write) {
        return new ForwardingRows(rows) {
            @Override
            public Mono<WriteOutcome> write(FolderId folder, RowBatch batch) {
                return write.apply(super.write(folder, batch)
                        .doOnSubscribe(subscription -> batches.add(batch.added().size())));
            }
        };
    }

    @Test
    void changesThatComeDuringAWriteShouldShareTheNext() {
        Sinks.Empty<Void> hold = Sinks.empty();
        Lanes lanes = lanes(writing(write -> hold.asMono().then(write)), Duration.ofSeconds(10));
        List<Pending<Appended>> pending = new ArrayList<>();

        for (int i = 0; i < 6; i++) {
            pending.addAll(appends(1));
            lanes.submit(FOLDER, pending.subList(i, i + 1));
        }
        hold.tryEmitEmpty();

        assertThat(pending)
                .allSatisfy(one -> assertThat(one.answer().block().wasThere()).isFalse());
        assertThat(batches).containsExactly(1, 5);
    }

    @Test
    void changeThatHasWaitedTooLongShouldNotBeBegun() {
        TestClock clock = new TestClock();
        Sinks.Empty<Void> hold = Sinks.empty();
        Lanes lanes = new Lanes(
                writing(write -> hold.asMono().then(write)), new LaneLimits(10, Duration.ofSeconds(10), 100), clock);
        List<Pending<Appended>> first = appends(1);
        List<Pending<Appended>> late = appends(2);
        List<Pending<Appended>> last = appends(1);
        lanes.submit(FOLDER, first);
        lanes.submit(FOLDER, late);
        clock.advance(Duration.ofSeconds(10));
        lanes.submit(FOLDER, last);

        hold.tryEmitEmpty();

        assertThat(first.get(0).answer().block()).isNotNull();
        assertThat(last.get(0).answer().block()).isNotNull();
        assertThat(late).allSatisfy(one -> assertThatThrownBy(() -> one.answer().block())
                .isInstanceOf(FolderBusyException.class));
        assertThat(batches).containsExactly(1, 1);
    }

    @Test
    void fullQueueShouldRefuse() {
        Lanes lanes = lanes(writing(write -> Mono.never()), Duration.ofSeconds(10));
        lanes.submit(FOLDER, appends(1));
        lanes.submit(FOLDER, appends(8));

        assertThatThrownBy(() -> lanes.submit(FOLDER, appends(3))).isInstanceOf(FolderBusyException.class);
        lanes.submit(FOLDER, appends(2));
    }

    @Test
    void idleFolderShouldHaveNoQueue() {
        Lanes lanes = lanes(rows, Duration.ofSeconds(10));

        lanes.submit(FOLDER, appends(3));

        assertThat(lanes.size()).isZero();
    }

    @Test
    void folderShouldBeBusyWhenOthersKeepWinning() {
        Lanes lanes = lanes(writing(write -> Mono.just(WriteOutcome.Refused.moved())), Duration.ofMillis(50));
        List<Pending<Appended>> pending = appends(2);

        lanes.submit(FOLDER, pending);

        assertThat(pending)
                .allSatisfy(
                        one -> assertThatThrownBy(() -> one.answer().block()).isInstanceOf(FolderBusyException.class));
        await().untilAsserted(() -> assertThat(lanes.size()).isZero());
    }

    @Test
    void failureShouldEndWhatWaitsWithIt() {
        Lanes lanes = lanes(writing(write -> Mono.error(new IllegalStateException("no node"))), Duration.ofSeconds(1));
        List<Pending<Appended>> pending = appends(3);

        lanes.submit(FOLDER, pending);

        assertThat(pending)
                .allSatisfy(
                        one -> assertThatThrownBy(() -> one.answer().block()).hasMessage("no node"));
        assertThat(lanes.size()).isZero();
    }

    /** The rows of messages then show what the page does not show yet: that it is done. */
    @Test
    void changeThatIsMadeLateShouldHaveItsOwnAnswer() {
        Lanes lanes = lanes(new LateRows(rows), Duration.ofSeconds(10));
        List<Pending<Appended>> appended = appends(1);
        lanes(rows, Duration.ofSeconds(10)).submit(FOLDER, appended);
        long uid = appended.get(0).answer().block().uid();
        Pending<Optional<StoredMessage>> expunge = new Pending<>(new Change.Expunge(uid), new Pending.Request());

        lanes.submit(FOLDER, List.of(expunge));

        assertThat(expunge.answer().block()).map(StoredMessage::uid).contains(uid);
        assertThat(rows.messages(FOLDER, List.of(uid)).collectList().block()).isEmpty();
    }

    /** The first write has an unknown outcome, and is made when the writer has asked and found nothing. */
    private static final class LateRows extends ForwardingRows {
        private Mono<WriteOutcome> first;
        private boolean asked;

        LateRows(FolderRows rows) {
            super(rows);
        }

        @Override
        public Mono<WriteOutcome> write(FolderId folder, RowBatch batch) {
            if (first != null) {
                return super.write(folder, batch);
            }
            first = super.write(folder, batch).cache();
            return Mono.just(new WriteOutcome.Unknown(new IllegalStateException("no answer came")));
        }

        @Override
        public Mono<Standing> standing(FolderId folder, long version) {
            return super.standing(folder, version).doOnNext(standing -> asked = true);
        }

        @Override
        public Flux<StoredMessage> messages(FolderId folder, Collection<Long> uids) {
            return asked ? first.thenMany(super.messages(folder, uids)) : super.messages(folder, uids);
        }
    }
}

package dev.agentpost.mail.mailboxstore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.memory.MemoryContentStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryEnvelopeStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderRows;
import dev.agentpost.mail.mailboxstore.memory.MemoryMoveIntentStore;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import dev.agentpost.mail.mailboxstore.rows.RowUsedContents;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.utils.UpdatableTickingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class StoreUpkeepTest {
    private static final byte[] HEADER = "Subject: hello\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] BODY = "Hello.\r\n".getBytes(US_ASCII);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final FolderId INBOX = FolderId.generate();
    private static final FolderId TRASH = FolderId.generate();

    // contents are as old as their ids say
    private final UpdatableTickingClock clock = new UpdatableTickingClock(Instant.now());
    private final ManualExecutor executor = new ManualExecutor(clock);
    private final FolderRows rows = new MemoryFolderRows();
    private final FolderMessages folders = new RowFolderMessages(rows, LaneLimits.DEFAULT, clock);
    private final MemoryContentStore contents = new MemoryContentStore(clock);
    private final UnreliableIntents intents = new UnreliableIntents();
    private final MessageFiling filing =
            new MessageFiling(folders, contents, new MemoryEnvelopeStore(), intents, clock);
    private final UnreliableUses uses = new UnreliableUses(new RowUsedContents(rows, folders));
    private final Scavenger scavenger = new Scavenger(contents, contents, uses, clock, Duration.ZERO);
    private final List<Instant> furtherWork = new ArrayList<>();
    private final PeriodicWork further = new PeriodicWork(
            "further work", MINUTE, DAY, () -> Mono.fromRunnable(() -> furtherWork.add(clock.instant())));
    private final StoreUpkeep upkeep = new StoreUpkeep(filing, scavenger, Set.of(further), clock, executor);

    @BeforeEach
    void makeFolders() {
        folders.create(INBOX, 1).block();
        folders.create(TRASH, 1).block();
    }

    @AfterEach
    void close() {
        upkeep.close();
        filing.close();
    }

    @Test
    void startShouldFinishMovesOfTheTimeThatTheServerWasDown() {
        leaveMoveHalfWay();
        executor.pass(Duration.ofDays(20));

        upkeep.start();

        assertMoved(1);
    }

    @Test
    void movesShouldBeFinishedEveryMinute() {
        upkeep.start();
        leaveMoveHalfWay();
        executor.pass(MINUTE.multipliedBy(2));
        assertMoved(1);

        leaveMoveHalfWay();
        executor.pass(MINUTE.multipliedBy(2));

        assertMoved(2);
    }

    @Test
    void releasedContentsShouldBeRemovedSoonAfterAStart() {
        ContentId content = save();
        contents.release(List.of(content)).block();
        executor.pass(DAY.multipliedBy(3));

        upkeep.start();
        executor.pass(MINUTE.multipliedBy(10));

        assertRemoved(content);
    }

    @Test
    void releasedContentsShouldBeRemovedDaily() {
        upkeep.start();
        executor.pass(MINUTE.multipliedBy(10));
        ContentId content = save();
        contents.release(List.of(content)).block();

        executor.pass(DAY.multipliedBy(3));

        assertRemoved(content);
    }

    @Test
    void contentsThatNobodyReleasedShouldBeRemovedWithinTenDays() {
        ContentId content = save();
        upkeep.start();

        executor.pass(DAY.multipliedBy(10));

        assertRemoved(content);
    }

    @Test
    void contentsThatAreUsedShouldStay() {
        ContentId content = append();
        contents.release(List.of(content)).block();
        upkeep.start();

        executor.pass(DAY.multipliedBy(10));

        assertThat(contents.header(content).block()).isEqualTo(HEADER);
    }

    @Test
    void failingPassesShouldNotEndTheFinishingOfMoves() {
        intents.failing = true;
        upkeep.start();
        leaveMoveHalfWay();
        executor.pass(MINUTE.multipliedBy(3));
        assertMoved(0);

        intents.failing = false;
        executor.pass(MINUTE);

        assertMoved(1);
    }

    @Test
    void movesShouldBeFinishedHoweverLongTheStoreWasAway() {
        upkeep.start();
        leaveMoveHalfWay();
        intents.failing = true;
        executor.pass(DAY);

        intents.failing = false;
        executor.pass(MINUTE);

        assertMoved(1);
    }

    @Test
    void failingPassesShouldNotEndTheRemovalOfContents() {
        ContentId released = save();
        ContentId orphan = save();
        contents.release(List.of(released)).block();
        uses.failing = true;
        upkeep.start();
        executor.pass(DAY.multipliedBy(10));
        assertThat(contents.header(released).block()).isEqualTo(HEADER);
        assertThat(contents.header(orphan).block()).isEqualTo(HEADER);

        uses.failing = false;
        executor.pass(DAY.multipliedBy(10));

        assertRemoved(released);
        assertRemoved(orphan);
    }

    @Test
    void furtherWorkShouldBeDoneAtItsTimes() {
        Instant start = clock.instant();
        upkeep.start();

        executor.pass(DAY.plus(MINUTE));

        assertThat(furtherWork)
                .containsExactly(start.plus(MINUTE), start.plus(MINUTE).plus(DAY));
    }

    @Test
    void nothingShouldBeDoneAfterTheEnd() {
        upkeep.start();

        upkeep.close();

        assertThat(executor.isShutdown()).isTrue();
    }

    private ContentId save() {
        ContentId id = ContentId.generate();
        contents.save(id, INBOX, HEADER, new ByteArrayInputStream(BODY), BODY.length)
                .block();
        return id;
    }

    private ContentId append() {
        ContentId id = save();
        folders.append(
                        INBOX,
                        new NewMessage(
                                id,
                                Optional.empty(),
                                MessageFlags.NONE,
                                true,
                                clock.instant(),
                                clock.instant(),
                                HEADER.length + BODY.length,
                                HEADER.length))
                .block();
        return id;
    }

    private void leaveMoveHalfWay() {
        append();
        long uid = folders.head(INBOX).block().lastUid();
        intents.save(MoveIntent.of(INBOX, TRASH, List.of(uid), clock.instant(), false, clock.instant()))
                .block();
    }

    private void assertMoved(int count) {
        assertThat(folders.head(TRASH).block().messageCount()).isEqualTo(count);
    }

    private void assertRemoved(ContentId id) {
        assertThat(contents.places(id).collectList().block()).isEmpty();
    }

    private static final class UnreliableIntents implements MoveIntentStore {
        private final MoveIntentStore intents = new MemoryMoveIntentStore();
        private boolean failing;

        @Override
        public Mono<Void> save(MoveIntent intent) {
            return intents.save(intent);
        }

        @Override
        public Mono<Void> delete(MoveIntent intent) {
            return intents.delete(intent);
        }

        @Override
        public Flux<MoveIntent> list(Instant from, Instant to) {
            return failing ? Flux.error(new IllegalStateException("no answer")) : intents.list(from, to);
        }
    }

    private static final class UnreliableUses implements UsedContents {
        private final UsedContents uses;
        private boolean failing;

        UnreliableUses(UsedContents uses) {
            this.uses = uses;
        }

        @Override
        public Flux<StoredMessage> at(FolderId folder, Collection<Long> uids) {
            return failing ? Flux.error(new IllegalStateException("no answer")) : uses.at(folder, uids);
        }

        @Override
        public Flux<StoredMessage> all(FolderId folder) {
            return failing ? Flux.error(new IllegalStateException("no answer")) : uses.all(folder);
        }
    }
}

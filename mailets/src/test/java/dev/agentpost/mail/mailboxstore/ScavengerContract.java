package dev.agentpost.mail.mailboxstore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.Scavenger.Report;
import dev.agentpost.mail.mailboxstore.memory.MemoryEnvelopeStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderRows;
import dev.agentpost.mail.mailboxstore.memory.MemoryMoveIntentStore;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import dev.agentpost.mail.mailboxstore.rows.RowUsedContents;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** On a real clock: contents and announcements are as old as their ids say. */
public abstract class ScavengerContract {
    private static final Clock NOW = Clock.systemUTC();
    private static final byte[] HEADER = "Subject: hello\r\n\r\n".getBytes(US_ASCII);
    private static final int BODY_BYTES = 1000;
    private static final int MESSAGE_BYTES = HEADER.length + BODY_BYTES;

    protected final FolderId inbox = FolderId.generate();
    protected final FolderId trash = FolderId.generate();
    private final FolderRows rows = new MemoryFolderRows();
    private final FolderMessages folders = new RowFolderMessages(rows, LaneLimits.DEFAULT, NOW);
    private final UsedContents used = new RowUsedContents(rows, folders);
    private MessageFiling filing;

    protected abstract ContentStore contents(Clock clock);

    protected abstract UnusedContents unused(Clock clock);

    @BeforeEach
    void makeFolders() {
        filing = new MessageFiling(folders, contents(NOW), new MemoryEnvelopeStore(), new MemoryMoveIntentStore(), NOW);
        folders.create(inbox, 1).block();
        folders.create(trash, 1).block();
    }

    @AfterEach
    void close() {
        filing.close();
    }

    @Test
    void aContentWhoseMessageWasExpungedShouldBeRemovedLater() {
        StoredMessage message = append();

        filing.expunge(inbox, List.of(message.uid())).block();

        assertThat(scavengeAfterDays(3)).isEqualTo(new Report(0, 1, MESSAGE_BYTES));
        assertRemoved(message.contentId());
    }

    @Test
    void aContentShouldBeKeptOnTheDayOfItsRelease() {
        StoredMessage message = append();

        filing.expunge(inbox, List.of(message.uid())).block();

        assertThat(scavengeAfterDays(0)).isEqualTo(Report.NOTHING);
        assertThat(scavengeAfterDays(1)).isEqualTo(Report.NOTHING);
        assertKept(message.contentId());
    }

    @Test
    void aReleasedContentShouldBeLookedAtOnce() {
        StoredMessage message = append();
        filing.expunge(inbox, List.of(message.uid())).block();

        scavengeAfterDays(3);

        assertThat(scavengeAfterDays(3)).isEqualTo(Report.NOTHING);
    }

    @Test
    void aContentThatAnotherFolderUsesShouldBeKept() {
        StoredMessage message = append();
        filing.copy(inbox, List.of(message), trash, NOW.instant()).block();

        filing.expunge(inbox, List.of(message.uid())).block();

        assertThat(scavengeAfterDays(3)).isEqualTo(new Report(1, 0, 0));
        assertKept(message.contentId());
    }

    @Test
    void aMoveShouldReleaseNothing() {
        StoredMessage message = append();

        filing.move(inbox, List.of(message), trash, NOW.instant()).block();

        assertThat(scavengeAfterDays(3)).isEqualTo(Report.NOTHING);
    }

    @Test
    void aMovedContentShouldGoWithItsLastMessage() {
        StoredMessage message = append();
        filing.move(inbox, List.of(message), trash, NOW.instant()).block();

        filing.expunge(trash, List.of(1L)).block();

        assertThat(scavengeAfterDays(3)).isEqualTo(new Report(0, 1, MESSAGE_BYTES));
    }

    @Test
    void aRowWhosePlaceWasNeverRecordedShouldBeFound() {
        ContentId id = save();
        folders.append(inbox, newMessage(id)).block();

        contents(NOW).release(List.of(id)).block();

        assertThat(scavengeAfterDays(3)).isEqualTo(new Report(1, 0, 0));
        assertKept(id);
    }

    @Test
    void aContentThatWasCopiedWhileItWasACandidateShouldBeKept() {
        StoredMessage message = append();
        contents(NOW).release(List.of(message.contentId())).block();
        UsedContents copiedAndExpungedMeanwhile = new Interrupted(() -> {
            filing.copy(inbox, List.of(message), trash, NOW.instant()).block();
            folders.expunge(inbox, List.of(message.uid())).block();
        });

        Report report =
                scavenger(3, copiedAndExpungedMeanwhile).scavengeReleased().block();

        assertThat(report).isEqualTo(new Report(1, 0, 0));
        assertKept(message.contentId());
    }

    @Test
    void aContentThatWasReleasedAgainWhileItWasACandidateShouldBeKept() {
        StoredMessage message = append();
        Clock later = after(3);
        contents(NOW).release(List.of(message.contentId())).block();
        UsedContents expungedMeanwhile = new Interrupted(() -> {
            contents(later).release(List.of(message.contentId())).block();
            folders.expunge(inbox, List.of(message.uid())).block();
        });

        Report report = scavenger(3, expungedMeanwhile).scavengeReleased().block();

        assertThat(report).isEqualTo(new Report(1, 0, 0));
        assertThat(scavengeAfterDays(6)).isEqualTo(new Report(0, 1, MESSAGE_BYTES));
    }

    @Test
    void contentsOfADeletedFolderShouldBeRemoved() {
        IntStream.range(0, 250).forEach(any -> append());

        filing.delete(inbox).block();

        assertThat(scavengeAfterDays(3)).isEqualTo(new Report(0, 250, 250L * MESSAGE_BYTES));
    }

    @Test
    void anAppendThatFailsShouldLeaveNoContent() {
        FolderId absent = FolderId.generate();

        assertThatThrownBy(() -> append(absent, Optional.empty())).isInstanceOf(FolderGoneException.class);
        filing.close();

        assertThat(scavengeAfterDays(3)).isEqualTo(new Report(0, 1, MESSAGE_BYTES));
    }

    @Test
    void aRepeatedDeliveryShouldLeaveNoContent() {
        Optional<DeliveryId> delivery = Optional.of(new DeliveryId("once"));
        append(inbox, delivery);
        assertThat(append(inbox, delivery).wasThere()).isTrue();

        assertThat(scavengeAfterDays(3)).isEqualTo(new Report(0, 1, MESSAGE_BYTES));
    }

    @Test
    void aSweepShouldRemoveWhatNobodyReleased() {
        ContentId orphan = save();
        StoredMessage message = append();

        assertThat(sweepAfterDays(0)).isEqualTo(Report.NOTHING);
        assertThat(sweepAfterDays(3)).isEqualTo(new Report(1, 1, MESSAGE_BYTES));
        assertRemoved(orphan);
        assertKept(message.contentId());
    }

    @Test
    void aSweepShouldRemoveWhatWasNeverSavedToItsEnd() {
        ContentId id = ContentId.generate();
        byte[] half = new byte[300_000];
        assertThatThrownBy(() -> contents(NOW)
                        .save(id, inbox, HEADER, new ByteArrayInputStream(half), 600_000)
                        .block())
                .isNotNull();

        sweepAfterDays(3);

        assertRemoved(id);
    }

    private Report sweepAfterDays(int days) {
        filing.close();
        Scavenger scavenger = scavenger(days, used);
        return Flux.range(0, UnusedContents.SLICES)
                .concatMap(scavenger::sweep)
                .reduce(Report.NOTHING, Report::plus)
                .block();
    }

    private Report scavengeAfterDays(int days) {
        filing.close();
        return scavenger(days, used).scavengeReleased().block();
    }

    private Scavenger scavenger(int days, UsedContents usedContents) {
        Clock clock = after(days);
        return new Scavenger(contents(clock), unused(clock), usedContents, clock, Duration.ZERO);
    }

    private static Clock after(int days) {
        return Clock.offset(NOW, Duration.ofDays(days));
    }

    private StoredMessage append() {
        long uid = append(inbox, Optional.empty()).uid();
        return folders.list(inbox, UidRange.one(uid)).blockFirst();
    }

    private Appended append(FolderId folder, Optional<DeliveryId> delivery) {
        return filing.append(
                        folder,
                        new MessageSource(HEADER, () -> new ByteArrayInputStream(new byte[BODY_BYTES]), BODY_BYTES),
                        new MessageFiling.Options(
                                delivery,
                                new MessageFlags(Set.of(SystemFlag.SEEN), Set.of()),
                                true,
                                NOW.instant(),
                                NOW.instant(),
                                Optional.empty()))
                .block();
    }

    private ContentId save() {
        ContentId id = ContentId.generate();
        contents(NOW)
                .save(id, inbox, HEADER, new ByteArrayInputStream(new byte[BODY_BYTES]), BODY_BYTES)
                .block();
        return id;
    }

    private static NewMessage newMessage(ContentId id) {
        return new NewMessage(
                id,
                Optional.empty(),
                MessageFlags.NONE,
                true,
                NOW.instant(),
                NOW.instant(),
                MESSAGE_BYTES,
                HEADER.length);
    }

    private void assertRemoved(ContentId id) {
        assertThatThrownBy(() -> contents(NOW).read(id, 0).blockLast()).isInstanceOf(ContentMissingException.class);
        assertThat(contents(NOW).places(id).collectList().block()).isEmpty();
    }

    private void assertKept(ContentId id) {
        assertThat(contents(NOW).header(id).block()).isEqualTo(HEADER);
    }

    /** Lets something happen before the rows are read. */
    private final class Interrupted implements UsedContents {
        private final Runnable event;

        private Interrupted(Runnable event) {
            this.event = event;
        }

        @Override
        public Flux<StoredMessage> at(FolderId folder, Collection<Long> uids) {
            return Flux.defer(() -> {
                        event.run();
                        return used.at(folder, uids);
                    })
                    .subscribeOn(Schedulers.boundedElastic());
        }

        @Override
        public Flux<StoredMessage> all(FolderId folder) {
            return at(folder, List.of()).thenMany(used.all(folder));
        }
    }
}

package dev.agentpost.mail.mailboxstore.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.Appended;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.DeliveryId;
import dev.agentpost.mail.mailboxstore.FlagsUpdate;
import dev.agentpost.mail.mailboxstore.FolderClaimsContract;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderMessagesContract;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.NewMessage;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final int MOST_BYTES = 40 * 1024;

    private static Pending<?> pending(Change<?> change) {
        return new Pending<>(change, new Pending.Request());
    }

    private static Pending<?> append() {
        return pending(new Change.Append(FolderMessagesContract.message()));
    }

    /** With messages 1 to n, unseen and recent, whose modification sequences are 2 to n + 1. */
    private static FolderPages folder(int messages) {
        TreeMap<Long, Page> pages = new TreeMap<>();
        LongStream.rangeClosed(0, Page.numberOf(messages + Page.SIZE))
                .forEach(number -> pages.put(number, Page.empty(number)));
        LongStream.rangeClosed(1, messages)
                .forEach(uid ->
                        pages.computeIfPresent(Page.numberOf(uid), (number, page) -> page.with(PageBit.LIVE, uid, true)
                                .with(PageBit.RECENT, uid, true)));
        FolderHead head = new FolderHead(7, 1, messages, messages + 1, messages, messages, 10L * messages, Set.of());
        return new FolderPages(head, pages);
    }

    private static Map<Long, StoredMessage> rows(int messages) {
        return LongStream.rangeClosed(1, messages)
                .mapToObj(uid ->
                        new StoredMessage(uid, uid + 1, ContentId.generate(), MessageFlags.NONE, NOON, NOON, 10, 5))
                .collect(Collectors.toMap(StoredMessage::uid, row -> row));
    }

    private static Plan plan(int messages, List<Pending<?>> waiting) {
        return Plan.of(folder(messages), rows(messages), Map.of(), waiting);
    }

    private static List<Object> answers(Plan plan) {
        List<Object> values = new ArrayList<>();
        plan.answers().forEach(answer -> values.add(answer.value()));
        return values;
    }

    @Test
    void changesOfAllKindsShouldShareABatch() {
        Plan plan = plan(
                3,
                List.of(
                        append(),
                        pending(new Change.UpdateFlags(
                                1,
                                new FlagsUpdate(
                                        FlagsUpdate.Mode.ADD, new MessageFlags(Set.of(SystemFlag.SEEN), Set.of("k"))))),
                        pending(new Change.Expunge(2)),
                        pending(new Change.Expunge(3)),
                        pending(new Change.ResetRecent(0))));

        RowBatch batch = plan.batch().orElseThrow();
        assertThat(batch.after())
                .isEqualTo(new FolderHead(8, 1, 4, 7, 2, 1, 10 + FolderMessagesContract.SIZE, Set.of("k")));
        assertThat(batch.added()).extracting(StoredMessage::uid).containsExactly(4L);
        assertThat(batch.changed()).extracting(change -> change.after().uid()).containsExactly(1L);
        assertThat(batch.removed()).containsExactly(new UidRange(2, 3));
        assertThat(batch.vanished().orElseThrow().modSeq()).isEqualTo(7);
        assertThat(answers(plan)).last().isEqualTo(List.of(1L, 4L));
    }

    @Test
    void planThatChangesNothingShouldWriteNothing() {
        assertThat(plan(3, List.of(pending(new Change.Expunge(9)))).batch()).isEmpty();
    }

    @Test
    void messageExpungedTwiceShouldBeGivenOnce() {
        Plan plan = plan(3, List.of(pending(new Change.Expunge(2)), pending(new Change.Expunge(2))));

        assertThat(plan.after().head().messageCount()).isEqualTo(2);
        assertThat(answers(plan)).last().isEqualTo(Optional.empty());
    }

    @Test
    void deliveryAskedForTwiceShouldBeStoredOnce() {
        NewMessage message = FolderMessagesContract.message(new DeliveryId("d"));

        Plan plan = plan(0, List.of(pending(new Change.Append(message)), pending(new Change.Append(message))));

        assertThat(answers(plan)).containsExactly(new Appended(1, 2, false), new Appended(1, 0, true));
        assertThat(plan.batch().orElseThrow().added()).hasSize(1);
    }

    @Test
    void clientAndDeliveryInOneBatchShouldShareACopy() {
        CopyClaim claim = new CopyClaim("sent:1", "");
        DeliveryId id = new DeliveryId("1/Sent");

        Plan plan = plan(
                0,
                List.of(
                        pending(new Change.Append(FolderClaimsContract.byClient(claim))),
                        pending(new Change.Append(FolderClaimsContract.submitted(id, claim)))));

        RowBatch batch = plan.batch().orElseThrow();
        assertThat(batch.added())
                .singleElement()
                .satisfies(row -> assertThat(row.flags().system()).contains(SystemFlag.SEEN));
        assertThat(batch.claims()).containsEntry("sent:1", new HeldClaim(1, Optional.of(id.value()), ""));
        assertThat(batch.freeClaims()).containsExactly("sent:1");
        assertThat(batch.deliveries()).containsEntry(id, 1L);
    }

    @Test
    void claimThatIsKnownShouldBeOverwritten() {
        CopyClaim claim = new CopyClaim("sent:1", "");
        FolderPages folder = folder(3).withClaims(Map.of("sent:1", new HeldClaim(2, Optional.of("1/Sent"), "")));
        Change<?> append = new Change.Append(FolderClaimsContract.submitted(new DeliveryId("2/Sent"), claim));

        Plan plan = Plan.of(folder, rows(3), Map.of(), List.of(pending(append)));

        RowBatch batch = plan.batch().orElseThrow();
        assertThat(batch.claims()).containsEntry("sent:1", new HeldClaim(4, Optional.of("2/Sent"), ""));
        assertThat(batch.freeClaims()).isEmpty();
        assertThat(plan.after().claims()).isEqualTo(batch.claims());
    }

    @Test
    void copyOfAClientThatIsSeenAlreadyShouldBeTakenOverInAWrite() {
        CopyClaim claim = new CopyClaim("sent:1", "");
        FolderPages folder = folder(1).withClaims(Map.of("sent:1", new HeldClaim(1, Optional.empty(), "")));
        NewMessage submitted = FolderClaimsContract.submitted(new DeliveryId("1/Sent"), claim);
        StoredMessage seen = new StoredMessage(1, 2, ContentId.generate(), submitted.flags(), NOON, NOON, 10, 5);

        Plan plan = Plan.of(folder, Map.of(1L, seen), Map.of(), List.of(pending(new Change.Append(submitted))));

        assertThat(plan.batch().orElseThrow().deliveries()).hasSize(1);
        assertThat(plan.after().head().highestModSeq()).isEqualTo(folder.head().highestModSeq());
    }

    @Test
    void pageWithoutAMessageShouldLoseItsRow() {
        List<Pending<?>> expunges = new ArrayList<>();
        LongStream.rangeClosed(1, 1023).forEach(uid -> expunges.add(pending(new Change.Expunge(uid))));
        FolderPages folder = folder(1100);
        Map<Long, StoredMessage> rows = rows(1100);
        List<Long> removed = new ArrayList<>();

        while (!expunges.isEmpty()) {
            Plan plan = Plan.of(folder, rows, Map.of(), expunges);
            expunges.subList(0, plan.answers().size()).clear();
            folder = plan.after();
            removed.addAll(plan.batch().orElseThrow().removedPages());
        }

        assertThat(removed).containsExactly(0L);
    }

    @Test
    void batchShouldStayBelowWhatClustersRefuse() {
        String keyword = "k".repeat(100);
        List<Pending<?>> flags = new ArrayList<>();
        IntStream.rangeClosed(1, 1000)
                .forEach(uid -> flags.add(pending(new Change.UpdateFlags(
                        uid,
                        new FlagsUpdate(
                                FlagsUpdate.Mode.ADD, new MessageFlags(Set.of(), Set.of(keyword + uid % 3)))))));

        Plan plan = plan(1000, flags);

        long bytes = plan.batch().orElseThrow().changed().stream()
                .mapToLong(change -> 100L
                        + change.after().flags().keywords().stream()
                                .mapToLong(String::length)
                                .sum())
                .sum();
        assertThat(bytes).isBetween(MOST_BYTES / 4L, (long) MOST_BYTES);
        assertThat(plan.answers()).hasSizeLessThan(1000);
    }

    @Test
    void deletionShouldWaitForItsTurn() {
        assertThat(plan(1, List.of(append(), pending(new Change.Delete()), append()))
                        .answers())
                .hasSize(1);
    }
}

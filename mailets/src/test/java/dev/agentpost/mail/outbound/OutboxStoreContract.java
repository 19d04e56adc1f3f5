package dev.agentpost.mail.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What every outbox does. */
public interface OutboxStoreContract {
    OrganizationId ACME = OrganizationId.generate();
    OrganizationId OTHER = OrganizationId.generate();
    Instant NOW = Instant.parse("2026-11-21T04:00:00Z");
    Instant UNTIL = NOW.plusSeconds(60);
    Instant LATER = NOW.plus(Duration.ofHours(1));
    String BOB = "bob@example.org";
    String CAROL = "carol@example.org";
    String DORA = "dora@other.example";

    /** Empty at the start of each test; its clock says {@link #NOW}. */
    OutboxStore testee();

    static String newId() {
        return UlidCreator.getMonotonicUlid(NOW.toEpochMilli()).toString();
    }

    static OutgoingMessage message(String id) {
        return new OutgoingMessage(
                id,
                Optional.of(ACME),
                Optional.of("alice@here.example"),
                "alice@here.example",
                UUID.randomUUID(),
                12,
                true,
                NOW,
                NOW.plus(Duration.ofDays(5)));
    }

    static RecipientState queued(String recipient) {
        return RecipientState.queued(recipient, Destinations.domain(recipient), NOW);
    }

    private boolean add(OutgoingMessage message, String... recipients) {
        return testee().add(
                        message,
                        Flux.just(recipients)
                                .map(OutboxStoreContract::queued)
                                .collectList()
                                .block(),
                        NOW)
                .block();
    }

    private DueDelivery added(String recipient) {
        String id = newId();
        add(message(id), recipient);
        return new DueDelivery(NOW, id, Destinations.domain(recipient));
    }

    private Claim claim(DueDelivery due, UUID token, Instant now) {
        return testee().claim(due, token, now, now.plusSeconds(60)).block();
    }

    private List<DueDelivery> due(Instant time) {
        return testee().due(DueDelivery.slot(time)).collectList().block();
    }

    private boolean finish(DueDelivery due, UUID token, Optional<Instant> next, RecipientState... changed) {
        return testee().finish(due, token, List.of(changed), 1, next).block();
    }

    @Test
    default void messageShouldBeFoundAsItWasAdded() {
        OutgoingMessage message = message(newId());

        assertThat(add(message, BOB, DORA)).isTrue();

        OutgoingState state = testee().find(message.id()).block();
        assertThat(state.message()).isEqualTo(message);
        assertThat(state.recipients()).containsExactlyInAnyOrder(queued(BOB), queued(DORA));
        assertThat(state.destinations())
                .containsExactlyInAnyOrder(
                        new DestinationState("example.org", Optional.of(NOW), 0),
                        new DestinationState("other.example", Optional.of(NOW), 0));
    }

    @Test
    default void messageOfTheServerShouldBeFoundAsItWasAdded() {
        OutgoingMessage message = new OutgoingMessage(
                newId(), Optional.empty(), Optional.empty(), "", UUID.randomUUID(), 1, false, NOW, LATER);

        add(message, BOB);

        assertThat(testee().find(message.id()).block().message()).isEqualTo(message);
    }

    @Test
    default void unknownMessageShouldNotBeFound() {
        assertThat(testee().find(newId()).blockOptional()).isEmpty();
    }

    @Test
    default void messageShouldNotBeAddedTwice() {
        OutgoingMessage message = message(newId());
        add(message, BOB);

        assertThat(add(message(message.id()), CAROL)).isFalse();
        assertThat(testee().find(message.id()).block().message()).isEqualTo(message);
        assertThat(testee().find(message.id()).block().recipients()).containsExactly(queued(BOB));
    }

    @Test
    default void ofManyWhoAddAMessageOneShouldHaveDoneIt() {
        String id = newId();

        List<Boolean> answers = Flux.range(0, 8)
                .flatMap(i -> Mono.defer(() -> testee().add(message(id), List.of(queued(BOB)), NOW))
                        .subscribeOn(Schedulers.boundedElastic()))
                .collectList()
                .block();

        assertThat(answers).containsOnlyOnce(true).hasSize(8);
    }

    @Test
    default void aHundredRecipientsOfAsManyDestinationsShouldBeAdded() {
        OutgoingMessage message = message(newId());
        String[] recipients = IntStream.range(0, 100)
                .mapToObj(i -> "a-rather-long-recipient-" + i + "@destination-" + i + ".example.org")
                .toArray(String[]::new);

        add(message, recipients);

        assertThat(testee().find(message.id()).block().recipients()).hasSize(100);
        assertThat(due(NOW)).hasSize(100);
    }

    @Test
    default void addedMessageShouldBeDueAtEachDestination() {
        OutgoingMessage message = message(newId());
        add(message, BOB, CAROL, DORA);

        assertThat(due(NOW))
                .containsExactlyInAnyOrder(
                        new DueDelivery(NOW, message.id(), "example.org"),
                        new DueDelivery(NOW, message.id(), "other.example"));
        assertThat(due(NOW.plus(DueDelivery.SLOT))).isEmpty();
    }

    @Test
    default void countShouldBeOfWhatIsDueInTheSlot() {
        add(message(newId()), BOB, CAROL, DORA);
        add(message(newId()), BOB);

        assertThat(testee().countDue(DueDelivery.slot(NOW)).block()).isEqualTo(3);
        assertThat(testee().countDue(DueDelivery.slot(LATER)).block()).isZero();
    }

    @Test
    default void claimShouldGiveTheState() {
        DueDelivery due = added(BOB);

        Claim claim = claim(due, UUID.randomUUID(), NOW);

        assertThat(claim).isInstanceOfSatisfying(Claim.Granted.class, granted -> assertThat(granted.state())
                .isEqualTo(testee().find(due.messageId()).block()));
    }

    @Test
    default void claimedDeliveryShouldNotBeClaimedAgain() {
        DueDelivery due = added(BOB);
        claim(due, UUID.randomUUID(), NOW);

        assertThat(claim(due, UUID.randomUUID(), UNTIL)).isEqualTo(new Claim.Held());
    }

    @Test
    default void otherDestinationShouldBeClaimable() {
        OutgoingMessage message = message(newId());
        add(message, BOB, DORA);
        claim(new DueDelivery(NOW, message.id(), "example.org"), UUID.randomUUID(), NOW);

        assertThat(claim(new DueDelivery(NOW, message.id(), "other.example"), UUID.randomUUID(), NOW))
                .isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void leaseThatHasRunOutShouldBeTakenOver() {
        DueDelivery due = added(BOB);
        UUID first = UUID.randomUUID();
        claim(due, first, NOW);

        assertThat(claim(due, UUID.randomUUID(), UNTIL.plusMillis(1))).isInstanceOf(Claim.Granted.class);
        assertThat(testee().renew(due, first, LATER).block()).isFalse();
        assertThat(finish(due, first, Optional.empty())).isFalse();
    }

    @Test
    default void renewedLeaseShouldNotBeTakenOver() {
        DueDelivery due = added(BOB);
        UUID token = UUID.randomUUID();
        claim(due, token, NOW);

        assertThat(testee().renew(due, token, LATER).block()).isTrue();

        assertThat(claim(due, UUID.randomUUID(), UNTIL.plusMillis(1))).isEqualTo(new Claim.Held());
    }

    @Test
    default void ofManyWhoClaimOneShouldHaveIt() {
        DueDelivery due = added(BOB);

        List<Claim> claims = Flux.range(0, 8)
                .flatMap(i -> Mono.defer(() -> testee().claim(due, UUID.randomUUID(), NOW, UNTIL))
                        .subscribeOn(Schedulers.boundedElastic()))
                .collectList()
                .block();

        assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
        assertThat(claims).filteredOn(Claim.Held.class::isInstance).hasSize(7);
    }

    @Test
    default void unknownDeliveryShouldBeMissing() {
        DueDelivery due = added(BOB);

        assertThat(claim(new DueDelivery(NOW, newId(), "example.org"), UUID.randomUUID(), NOW))
                .isEqualTo(new Claim.Missing());
        assertThat(claim(new DueDelivery(NOW, due.messageId(), "other.example"), UUID.randomUUID(), NOW))
                .isEqualTo(new Claim.Missing());
    }

    @Test
    default void deliveryShouldBeGoneWhenItIsDueAtAnotherTime() {
        DueDelivery due = added(BOB);

        assertThat(claim(new DueDelivery(LATER, due.messageId(), "example.org"), UUID.randomUUID(), NOW))
                .isEqualTo(new Claim.Gone());
    }

    /** Who has it writes down first when it is to be tried next, and then that it has been tried. */
    @Test
    default void deliveryShouldBeHeldWhileAnotherMayMakeItDue() {
        DueDelivery due = added(BOB);
        claim(due, UUID.randomUUID(), NOW);
        DueDelivery next = new DueDelivery(LATER, due.messageId(), "example.org");

        assertThat(claim(next, UUID.randomUUID(), NOW)).isEqualTo(new Claim.Held());
        // its lease has run out, but not what it writes
        assertThat(claim(next, UUID.randomUUID(), UNTIL.plusMillis(1))).isEqualTo(new Claim.Held());
    }

    @Test
    default void finishedDeliveryShouldBeGone() {
        DueDelivery due = added(BOB);
        UUID token = UUID.randomUUID();
        claim(due, token, NOW);
        RecipientState delivered =
                queued(BOB).with(DeliveryStatus.DELIVERED, "250 ok", Optional.of("mx.example.org"), LATER);

        assertThat(finish(due, token, Optional.empty(), delivered)).isTrue();

        OutgoingState state = testee().find(due.messageId()).block();
        assertThat(state.recipients()).containsExactly(delivered);
        assertThat(state.destinations()).containsExactly(new DestinationState("example.org", Optional.empty(), 1));
        assertThat(due(NOW)).isEmpty();
        assertThat(claim(due, UUID.randomUUID(), LATER)).isEqualTo(new Claim.Gone());
    }

    @Test
    default void deferredDeliveryShouldBeDueAtItsNextTime() {
        DueDelivery due = added(BOB);
        UUID token = UUID.randomUUID();
        claim(due, token, NOW);

        finish(due, token, Optional.of(LATER), queued(BOB).with(DeliveryStatus.DEFERRED, "451", Optional.empty(), NOW));

        assertThat(due(NOW)).isEmpty();
        DueDelivery next = new DueDelivery(LATER, due.messageId(), "example.org");
        assertThat(due(LATER)).containsExactly(next);
        assertThat(claim(due, UUID.randomUUID(), LATER)).isEqualTo(new Claim.Gone());
        assertThat(claim(next, UUID.randomUUID(), LATER)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void finishShouldBeRepeatable() {
        DueDelivery due = added(BOB);
        UUID token = UUID.randomUUID();
        claim(due, token, NOW);
        RecipientState deferred = queued(BOB).with(DeliveryStatus.DEFERRED, "451", Optional.empty(), NOW);

        assertThat(finish(due, token, Optional.of(LATER), deferred)).isTrue();
        assertThat(finish(due, token, Optional.of(LATER), deferred)).isTrue();
    }

    @Test
    default void forgottenEntryShouldNotBeDue() {
        DueDelivery due = added(BOB);

        testee().forget(due).block();
        testee().forget(due).block();

        assertThat(due(NOW)).isEmpty();
        assertThat(claim(due, UUID.randomUUID(), NOW)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void partsShouldBeReadUntilTheyAreRemoved() {
        UUID content = UUID.randomUUID();
        byte[] part = {0, -1, 13, 10};
        testee().savePart(content, 0, part).block();
        testee().savePart(content, 1, new byte[] {1}).block();

        assertThat(testee().part(content, 0).block()).isEqualTo(part);
        assertThat(testee().part(content, 1).block()).containsExactly(1);
        assertThat(testee().part(content, 2).blockOptional()).isEmpty();

        testee().removeParts(content, 2).block();

        assertThat(testee().part(content, 0).blockOptional()).isEmpty();
        assertThat(testee().part(content, 1).blockOptional()).isEmpty();
    }

    @Test
    default void listShouldReturnTheNewestFirst() {
        String older = newId();
        String newer = newId();
        add(message(older), BOB);
        add(message(newer), BOB);
        add(message(newer + "-2"), CAROL);

        assertThat(testee().list(ACME, Optional.empty()).collectList().block()).containsExactly(newer, older);
        assertThat(testee().list(ACME, Optional.of(newer)).collectList().block())
                .containsExactly(older);
        assertThat(testee().list(OTHER, Optional.empty()).collectList().block()).isEmpty();
    }

    @Test
    default void firstSlotShouldBeRemembered() {
        assertThat(testee().firstSlot().blockOptional()).isEmpty();

        testee().saveFirstSlot(7).block();

        assertThat(testee().firstSlot().block()).isEqualTo(7);
    }
}

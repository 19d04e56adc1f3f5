package dev.agentpost.mail.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.inbox.InboxStore.Creation;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What every store of inboxes does. Each test has organizations and addresses of its own: the store may be shared. */
public interface InboxStoreContract {
    Instant NOW = Instant.parse("2026-11-21T04:00:00.123Z");
    int CREATORS = 32;
    AtomicInteger ADDRESSES = new AtomicInteger();

    InboxStore testee();

    static InboxAddress address() {
        return new InboxAddress("bot-" + ADDRESSES.incrementAndGet() + "-" + System.nanoTime(), "shared.localhost");
    }

    static Inbox inbox(OrganizationId organization, InboxAddress email, Optional<String> clientId) {
        return new Inbox(InboxId.generate(), organization, email, Optional.of("Bot"), clientId, false, NOW);
    }

    private Inbox created(OrganizationId organization, Optional<String> clientId) {
        Inbox inbox = inbox(organization, address(), clientId);
        assertThat(testee().create(inbox).block()).isEqualTo(new Creation.Created(inbox));
        return inbox;
    }

    private List<Inbox> list(OrganizationId organization, Optional<InboxId> after, int limit) {
        return testee().list(organization, after, limit).collectList().block();
    }

    private List<Creation> createAtOnce(List<Inbox> inboxes) {
        return Flux.fromIterable(inboxes)
                .flatMap(inbox -> testee().create(inbox).subscribeOn(Schedulers.boundedElastic()), CREATORS, CREATORS)
                .collectList()
                .block();
    }

    private static List<Creation.Created> winners(List<Creation> creations) {
        return creations.stream()
                .filter(Creation.Created.class::isInstance)
                .map(Creation.Created.class::cast)
                .toList();
    }

    @Test
    default void inboxShouldBeFoundByItsId() {
        OrganizationId organization = OrganizationId.generate();
        created(organization, Optional.empty());
        Inbox inbox = created(organization, Optional.empty());

        assertThat(testee().find(organization, inbox.id()).blockOptional()).contains(inbox);
    }

    @Test
    default void inboxOfAnotherOrganizationShouldNotBeFoundByItsId() {
        Inbox inbox = created(OrganizationId.generate(), Optional.empty());

        assertThat(testee().find(OrganizationId.generate(), inbox.id()).blockOptional())
                .isEmpty();
    }

    @Test
    default void deletedInboxShouldNotBeFoundByItsId() {
        OrganizationId organization = OrganizationId.generate();
        Inbox inbox = created(organization, Optional.empty());
        testee().delete(inbox).block();

        assertThat(testee().find(organization, inbox.id()).blockOptional()).isEmpty();
    }

    @Test
    default void findShouldBeEmptyAtFirst() {
        assertThat(testee().find(address()).blockOptional()).isEmpty();
    }

    @Test
    default void listShouldBeEmptyAtFirst() {
        assertThat(list(OrganizationId.generate(), Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void findShouldReturnWhatWasCreated() {
        Inbox inbox = created(OrganizationId.generate(), Optional.of("client-1"));

        assertThat(testee().find(inbox.email()).block()).isEqualTo(inbox);
    }

    @Test
    default void findShouldReturnAnInboxWithoutOptionalFields() {
        Inbox bare = inbox(OrganizationId.generate(), address(), Optional.empty())
                .withDisplayName(Optional.empty())
                .withSendPaused(true);
        testee().create(bare).block();

        assertThat(testee().find(bare.email()).block()).isEqualTo(bare);
    }

    @Test
    default void listShouldBeInOrderOfId() {
        OrganizationId acme = OrganizationId.generate();
        Inbox first = created(acme, Optional.empty());
        Inbox second = created(acme, Optional.empty());
        Inbox third = created(acme, Optional.empty());

        assertThat(list(acme, Optional.empty(), 10)).containsExactly(first, second, third);
    }

    @Test
    default void listShouldReturnPages() {
        OrganizationId acme = OrganizationId.generate();
        Inbox first = created(acme, Optional.empty());
        Inbox second = created(acme, Optional.empty());
        Inbox third = created(acme, Optional.empty());

        assertThat(list(acme, Optional.empty(), 2)).containsExactly(first, second);
        assertThat(list(acme, Optional.of(second.id()), 2)).containsExactly(third);
        assertThat(list(acme, Optional.of(third.id()), 2)).isEmpty();
    }

    @Test
    default void listShouldNotReturnInboxesOfAnotherOrganization() {
        OrganizationId acme = OrganizationId.generate();
        OrganizationId other = OrganizationId.generate();
        Inbox ofAcme = created(acme, Optional.empty());
        created(other, Optional.empty());

        assertThat(list(acme, Optional.empty(), 10)).containsExactly(ofAcme);
    }

    @Test
    default void createShouldRefuseATakenAddress() {
        Inbox first = created(OrganizationId.generate(), Optional.empty());
        OrganizationId other = OrganizationId.generate();

        Creation creation = testee().create(inbox(other, first.email(), Optional.of("client-1")))
                .block();

        assertThat(creation).isEqualTo(new Creation.AddressTaken());
        assertThat(testee().find(first.email()).block()).isEqualTo(first);
        assertThat(list(other, Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void createShouldAcceptTheClientIdOfARefusedCreation() {
        Inbox taken = created(OrganizationId.generate(), Optional.empty());
        OrganizationId acme = OrganizationId.generate();
        testee().create(inbox(acme, taken.email(), Optional.of("client-1"))).block();

        Inbox second = inbox(acme, address(), Optional.of("client-1"));

        assertThat(testee().create(second).block()).isEqualTo(new Creation.Created(second));
    }

    @Test
    default void createShouldAnswerTheFirstInboxOfAClientId() {
        OrganizationId acme = OrganizationId.generate();
        Inbox first = created(acme, Optional.of("client-1"));
        Inbox second = inbox(acme, address(), Optional.of("client-1"));

        Creation creation = testee().create(second).block();

        assertThat(creation).isEqualTo(new Creation.Repeated(first));
        assertThat(testee().find(second.email()).blockOptional()).isEmpty();
    }

    @Test
    default void createShouldPreferTheClientIdToATakenAddress() {
        OrganizationId acme = OrganizationId.generate();
        Inbox first = created(acme, Optional.of("client-1"));

        Creation creation = testee().create(inbox(acme, first.email(), Optional.of("client-1")))
                .block();

        assertThat(creation).isEqualTo(new Creation.Repeated(first));
    }

    @Test
    default void createShouldAnswerTheFirstInboxAsItIsNow() {
        OrganizationId acme = OrganizationId.generate();
        Inbox first = created(acme, Optional.of("client-1"));
        testee().update(first.email(), Optional.of(true), Optional.empty()).block();

        Creation creation =
                testee().create(inbox(acme, address(), Optional.of("client-1"))).block();

        assertThat(creation).isEqualTo(new Creation.Repeated(first.withSendPaused(true)));
    }

    @Test
    default void createShouldNotMixTheClientIdsOfOrganizations() {
        created(OrganizationId.generate(), Optional.of("client-1"));
        Inbox ofOther = inbox(OrganizationId.generate(), address(), Optional.of("client-1"));

        Creation creation = testee().create(ofOther).block();

        assertThat(creation).isEqualTo(new Creation.Created(ofOther));
    }

    @Test
    default void createShouldHaveOneWinnerAmongSimultaneousCreatorsOfAnAddress() {
        OrganizationId acme = OrganizationId.generate();
        InboxAddress email = address();
        List<Inbox> wanted = Flux.range(0, CREATORS)
                .map(n -> inbox(acme, email, Optional.empty()))
                .collectList()
                .block();

        List<Creation> creations = createAtOnce(wanted);

        assertThat(winners(creations)).hasSize(1);
        assertThat(creations).filteredOn(new Creation.AddressTaken()::equals).hasSize(CREATORS - 1);
        Inbox winner = winners(creations).get(0).inbox();
        assertThat(testee().find(email).block()).isEqualTo(winner);
        assertThat(list(acme, Optional.empty(), CREATORS)).containsExactly(winner);
    }

    @Test
    default void createShouldHaveOneWinnerAmongSimultaneousCreatorsOfAClientId() {
        OrganizationId acme = OrganizationId.generate();
        List<Inbox> wanted = Flux.range(0, CREATORS)
                .map(n -> inbox(acme, address(), Optional.of("client-1")))
                .collectList()
                .block();

        List<Creation> creations = createAtOnce(wanted);

        assertThat(winners(creations)).hasSize(1);
        Inbox winner = winners(creations).get(0).inbox();
        assertThat(creations).filteredOn(new Creation.Repeated(winner)::equals).hasSize(CREATORS - 1);
        assertThat(list(acme, Optional.empty(), CREATORS)).containsExactly(winner);
    }

    @Test
    default void createShouldHaveOneWinnerAmongSimultaneousCreatorsOfOneAddressByOneClientId() {
        OrganizationId acme = OrganizationId.generate();
        InboxAddress email = address();
        List<Inbox> wanted = Flux.range(0, CREATORS)
                .map(n -> inbox(acme, email, Optional.of("client-1")))
                .collectList()
                .block();

        List<Creation> creations = createAtOnce(wanted);

        assertThat(winners(creations)).hasSize(1);
        assertThat(list(acme, Optional.empty(), CREATORS))
                .containsExactly(winners(creations).get(0).inbox());
    }

    @Test
    default void updateShouldPauseSendingAlone() {
        Inbox inbox = created(OrganizationId.generate(), Optional.of("client-1"));

        Inbox updated = testee().update(inbox.email(), Optional.of(true), Optional.empty())
                .block();

        assertThat(updated).isEqualTo(inbox.withSendPaused(true));
        assertThat(testee().find(inbox.email()).block()).isEqualTo(updated);
    }

    @Test
    default void updateShouldChangeTheDisplayNameAlone() {
        Inbox inbox = created(OrganizationId.generate(), Optional.empty());

        Inbox updated = testee().update(inbox.email(), Optional.empty(), Optional.of(Optional.of("Robot")))
                .block();

        assertThat(updated).isEqualTo(inbox.withDisplayName(Optional.of("Robot")));
        assertThat(testee().find(inbox.email()).block()).isEqualTo(updated);
    }

    @Test
    default void updateShouldRemoveTheDisplayName() {
        Inbox inbox = created(OrganizationId.generate(), Optional.empty());

        Inbox updated = testee().update(inbox.email(), Optional.empty(), Optional.of(Optional.empty()))
                .block();

        assertThat(updated).isEqualTo(inbox.withDisplayName(Optional.empty()));
        assertThat(testee().find(inbox.email()).block()).isEqualTo(updated);
    }

    @Test
    default void updateOfNothingShouldReturnTheInbox() {
        Inbox inbox = created(OrganizationId.generate(), Optional.empty());

        Inbox updated = testee().update(inbox.email(), Optional.empty(), Optional.empty())
                .block();

        assertThat(updated).isEqualTo(inbox);
    }

    @Test
    default void updateShouldBeEmptyWhenThereIsNone() {
        InboxAddress unknown = address();

        Optional<Inbox> updated = testee().update(unknown, Optional.of(true), Optional.of(Optional.of("Robot")))
                .blockOptional();

        assertThat(updated).isEmpty();
        assertThat(testee().find(unknown).blockOptional()).isEmpty();
    }

    @Test
    default void updateShouldNotResurrectADeletedInbox() {
        Inbox inbox = created(OrganizationId.generate(), Optional.empty());
        testee().delete(inbox).block();

        testee().update(inbox.email(), Optional.of(true), Optional.empty()).block();

        assertThat(testee().find(inbox.email()).blockOptional()).isEmpty();
    }

    @Test
    default void leavingInboxShouldBeFoundByNobody() {
        OrganizationId acme = OrganizationId.generate();
        Inbox inbox = created(acme, Optional.empty());

        testee().setLeaving(inbox).block();

        assertThat(testee().find(inbox.email()).blockOptional()).isEmpty();
        assertThat(testee().find(acme, inbox.id()).blockOptional()).isEmpty();
        assertThat(list(acme, Optional.empty(), 10)).isEmpty();
        assertThat(testee().listAddresses(acme, inbox.email().domain())
                        .collectList()
                        .block())
                .isEmpty();
    }

    @Test
    default void leavingInboxShouldBeKnownUntilItIsDeleted() {
        OrganizationId acme = OrganizationId.generate();
        Inbox inbox = created(acme, Optional.of("client-1"));
        assertThat(testee().findLeaving(inbox.email()).blockOptional()).isEmpty();

        testee().setLeaving(inbox).block();
        testee().setLeaving(inbox).block();

        assertThat(testee().findLeaving(inbox.email()).block()).isEqualTo(inbox);
        assertThat(testee().listLeaving(acme).collectList().block()).containsExactly(inbox);
        testee().delete(inbox).block();
        assertThat(testee().findLeaving(inbox.email()).blockOptional()).isEmpty();
        assertThat(testee().listLeaving(acme).collectList().block()).isEmpty();
    }

    /** Its sessions may live for two seconds more: they must not meet another inbox of the address. */
    @Test
    default void addressOfALeavingInboxShouldNotBeTaken() {
        Inbox leaving = created(OrganizationId.generate(), Optional.empty());
        testee().setLeaving(leaving).block();
        OrganizationId other = OrganizationId.generate();
        Inbox next = inbox(other, leaving.email(), Optional.of("client-1"));

        assertThat(testee().create(next).block()).isEqualTo(new Creation.AddressLeaving());
        assertThat(list(other, Optional.empty(), 10)).isEmpty();

        testee().delete(leaving).block();
        assertThat(testee().create(next).block()).isEqualTo(new Creation.Created(next));
    }

    @Test
    default void clientIdOfALeavingInboxShouldBeFree() {
        OrganizationId acme = OrganizationId.generate();
        testee().setLeaving(created(acme, Optional.of("client-1"))).block();

        Inbox next = inbox(acme, address(), Optional.of("client-1"));

        assertThat(testee().create(next).block()).isEqualTo(new Creation.Created(next));
    }

    /** Of a deletion that another node has ended long ago. */
    @Test
    default void lateStepsShouldLeaveTheNextInboxOfTheAddressAlone() {
        Inbox deleted = created(OrganizationId.generate(), Optional.empty());
        testee().delete(deleted).block();
        Inbox next = inbox(OrganizationId.generate(), deleted.email(), Optional.empty());
        testee().create(next).block();

        testee().setLeaving(deleted).block();
        testee().delete(deleted).block();

        assertThat(testee().find(next.email()).block()).isEqualTo(next);
    }

    @Test
    default void deleteShouldRemoveTheInbox() {
        OrganizationId acme = OrganizationId.generate();
        Inbox inbox = created(acme, Optional.empty());

        testee().delete(inbox).block();

        assertThat(testee().find(inbox.email()).blockOptional()).isEmpty();
        assertThat(list(acme, Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void deleteShouldBeIdempotent() {
        Inbox inbox = created(OrganizationId.generate(), Optional.of("client-1"));
        testee().delete(inbox).block();

        testee().delete(inbox).block();

        assertThat(testee().find(inbox.email()).blockOptional()).isEmpty();
    }

    @Test
    default void deleteShouldLeaveOthersAlone() {
        OrganizationId acme = OrganizationId.generate();
        Inbox deleted = created(acme, Optional.empty());
        Inbox kept = created(acme, Optional.empty());

        testee().delete(deleted).block();

        assertThat(list(acme, Optional.empty(), 10)).containsExactly(kept);
    }

    @Test
    default void deleteShouldFreeTheAddress() {
        Inbox deleted = created(OrganizationId.generate(), Optional.empty());
        testee().delete(deleted).block();

        Inbox next = inbox(OrganizationId.generate(), deleted.email(), Optional.empty());

        assertThat(testee().create(next).block()).isEqualTo(new Creation.Created(next));
        assertThat(list(deleted.organizationId(), Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void deleteShouldFreeTheClientId() {
        OrganizationId acme = OrganizationId.generate();
        Inbox deleted = created(acme, Optional.of("client-1"));
        testee().delete(deleted).block();

        Inbox next = inbox(acme, address(), Optional.of("client-1"));

        assertThat(testee().create(next).block()).isEqualTo(new Creation.Created(next));
    }
}

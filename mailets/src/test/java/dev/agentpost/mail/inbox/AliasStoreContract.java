package dev.agentpost.mail.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.inbox.AliasStore.Claim;
import dev.agentpost.mail.inbox.InboxStore.Creation;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What every store of aliases does, together with the store of inboxes that it shares its addresses with. */
public interface AliasStoreContract {
    int CLAIMANTS = 16;

    AliasStore testee();

    InboxStore inboxes();

    private Inbox inbox(OrganizationId organization) {
        Inbox inbox = InboxStoreContract.inbox(organization, InboxStoreContract.address(), Optional.empty());
        assertThat(inboxes().create(inbox).block()).isEqualTo(new Creation.Created(inbox));
        return inbox;
    }

    private Inbox inbox() {
        return inbox(OrganizationId.generate());
    }

    private List<InboxAddress> aliases(Inbox inbox) {
        return testee().list(inbox).collectList().block();
    }

    private Optional<Inbox> owner(InboxAddress address) {
        return testee().findOwner(address).blockOptional();
    }

    private boolean isCreated(InboxAddress email) {
        Inbox inbox = InboxStoreContract.inbox(OrganizationId.generate(), email, Optional.empty());
        return inboxes().create(inbox).block() instanceof Creation.Created;
    }

    @Test
    default void aliasShouldLeadToItsInbox() {
        Inbox inbox = inbox();
        InboxAddress alias = InboxStoreContract.address();

        assertThat(testee().add(inbox, alias).block()).isEqualTo(Claim.ADDED);

        assertThat(owner(alias)).contains(inbox);
        assertThat(owner(inbox.email())).contains(inbox);
        assertThat(aliases(inbox)).containsExactly(alias);
    }

    @Test
    default void aliasShouldBeNoInbox() {
        Inbox inbox = inbox();
        InboxAddress alias = InboxStoreContract.address();
        testee().add(inbox, alias).block();

        assertThat(inboxes().find(alias).blockOptional()).isEmpty();
        assertThat(inboxes().update(alias, Optional.of(true), Optional.empty()).blockOptional())
                .isEmpty();
        inboxes()
                .setLeaving(new Inbox(
                        inbox.id(),
                        inbox.organizationId(),
                        alias,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        inbox.createdAt()))
                .block();
        assertThat(owner(alias)).contains(inbox);
    }

    @Test
    default void addShouldBeIdempotent() {
        Inbox inbox = inbox();
        InboxAddress alias = InboxStoreContract.address();
        testee().add(inbox, alias).block();

        assertThat(testee().add(inbox, alias).block()).isEqualTo(Claim.REPEATED);
        assertThat(aliases(inbox)).containsExactly(alias);
    }

    @Test
    default void addressOfAnInboxShouldBeNobodysAlias() {
        Inbox inbox = inbox();
        Inbox other = inbox();

        assertThat(testee().add(other, inbox.email()).block()).isEqualTo(Claim.TAKEN);
        assertThat(testee().add(inbox, inbox.email()).block()).isEqualTo(Claim.TAKEN);

        assertThat(aliases(other)).isEmpty();
        assertThat(aliases(inbox)).isEmpty();
        assertThat(owner(inbox.email())).contains(inbox);
    }

    @Test
    default void aliasShouldNotBeTakenByAnotherInbox() {
        Inbox inbox = inbox();
        Inbox other = inbox(inbox.organizationId());
        InboxAddress alias = InboxStoreContract.address();
        testee().add(inbox, alias).block();

        assertThat(testee().add(other, alias).block()).isEqualTo(Claim.TAKEN);
        assertThat(isCreated(alias)).isFalse();

        assertThat(owner(alias)).contains(inbox);
        assertThat(aliases(other)).isEmpty();
    }

    @Test
    default void removeShouldFreeTheAddress() {
        Inbox inbox = inbox();
        InboxAddress alias = InboxStoreContract.address();
        testee().add(inbox, alias).block();

        testee().remove(inbox, alias).block();
        testee().remove(inbox, alias).block();

        assertThat(owner(alias)).isEmpty();
        assertThat(aliases(inbox)).isEmpty();
        assertThat(isCreated(alias)).isTrue();
    }

    @Test
    default void removeShouldLeaveAddressesOfOthersAlone() {
        Inbox inbox = inbox();
        Inbox other = inbox();
        InboxAddress alias = InboxStoreContract.address();
        testee().add(inbox, alias).block();

        testee().remove(other, alias).block();
        testee().remove(inbox, inbox.email()).block();

        assertThat(owner(alias)).contains(inbox);
        assertThat(aliases(inbox)).containsExactly(alias);
        assertThat(inboxes().find(inbox.email()).block()).isEqualTo(inbox);
    }

    @Test
    default void deletionOfTheInboxShouldFreeItsAliases() {
        Inbox inbox = inbox();
        InboxAddress alias = InboxStoreContract.address();
        InboxAddress otherAlias = InboxStoreContract.address();
        testee().add(inbox, alias).block();
        testee().add(inbox, otherAlias).block();

        inboxes().delete(inbox).block();

        assertThat(owner(alias)).isEmpty();
        assertThat(aliases(inbox)).isEmpty();
        assertThat(isCreated(alias)).isTrue();
        assertThat(testee().add(inbox(), otherAlias).block()).isEqualTo(Claim.ADDED);
    }

    @Test
    default void inboxThatIsGoneShouldGetNoAlias() {
        Inbox inbox = inbox();
        inboxes().delete(inbox).block();
        InboxAddress alias = InboxStoreContract.address();

        assertThat(testee().add(inbox, alias).block()).isEqualTo(Claim.NO_INBOX);

        assertThat(aliases(inbox)).isEmpty();
        assertThat(isCreated(alias)).isTrue();
    }

    @Test
    default void listShouldBeInOrderAndOfOneInbox() {
        OrganizationId acme = OrganizationId.generate();
        Inbox inbox = inbox(acme);
        List<InboxAddress> wanted = Stream.of("c", "a", "b")
                .map(name -> new InboxAddress(name + "-" + System.nanoTime(), "example.com"))
                .toList();
        wanted.forEach(alias -> testee().add(inbox, alias).block());
        testee().add(inbox(acme), InboxStoreContract.address()).block();

        assertThat(aliases(inbox)).containsExactly(wanted.get(1), wanted.get(2), wanted.get(0));
    }

    @Test
    default void addressesOfADomainShouldBeListed() {
        OrganizationId acme = OrganizationId.generate();
        String domain = "d" + System.nanoTime() + ".example.com";
        Inbox onDomain = InboxStoreContract.inbox(acme, new InboxAddress("own", domain), Optional.empty());
        inboxes().create(onDomain).block();
        Inbox elsewhere = inbox(acme);
        testee().add(elsewhere, new InboxAddress("alias", domain)).block();
        testee().add(elsewhere, InboxStoreContract.address()).block();

        assertThat(inboxes().listAddresses(acme, domain).collectList().block())
                .containsExactlyInAnyOrder(new InboxAddress("own", domain), new InboxAddress("alias", domain));
        assertThat(inboxes()
                        .listAddresses(OrganizationId.generate(), domain)
                        .collectList()
                        .block())
                .isEmpty();
    }

    /** "An address belongs to one inbox across all organizations, also under concurrent creation." */
    @Test
    default void oneOfSimultaneousClaimsShouldGetTheAddress() {
        InboxAddress wanted = InboxStoreContract.address();
        List<Inbox> claimants =
                IntStream.range(0, CLAIMANTS).mapToObj(i -> inbox()).toList();

        List<Boolean> got = Flux.range(0, 2 * CLAIMANTS)
                .flatMap(i -> claim(claimants.get(i / 2), wanted, i % 2 == 0), 2 * CLAIMANTS, 2 * CLAIMANTS)
                .collectList()
                .block();

        assertThat(got.stream().filter(won -> won)).hasSize(1);
        Inbox owner = owner(wanted).orElseThrow();
        assertThat(claimants.stream().filter(inbox -> !aliases(inbox).isEmpty()))
                .allMatch(inbox -> inbox.id().equals(owner.id()));
    }

    private Mono<Boolean> claim(Inbox inbox, InboxAddress wanted, boolean asAlias) {
        Mono<Boolean> claim = asAlias
                ? testee().add(inbox, wanted).map(Claim.ADDED::equals)
                : inboxes()
                        .create(InboxStoreContract.inbox(OrganizationId.generate(), wanted, Optional.empty()))
                        .map(Creation.Created.class::isInstance);
        return claim.subscribeOn(Schedulers.boundedElastic());
    }
}

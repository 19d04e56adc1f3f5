package dev.agentpost.mail.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.admin.webadmin.Outage;
import dev.agentpost.mail.domain.DomainOwner;
import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class AddressBookTest {
    private static final String HERE = "here.example";
    private static final OrganizationId ACME = OrganizationId.generate();

    private final Outage outage = new Outage();
    private final MemoryInboxStore store = new MemoryInboxStore();
    private final InboxStore inboxes = outage.before(InboxStore.class, store);
    private final AliasStore aliases = outage.before(AliasStore.class, store);
    private final Map<String, DomainOwner> owners = new HashMap<>();
    private final Inbox bob = inbox("bob.smith");
    private final AddressBook testee = AddressBooks.of(
            AddressBooks.serving(HERE), domain -> Mono.just(Optional.ofNullable(owners.get(domain))), inboxes, aliases);

    private Inbox inbox(String localPart) {
        Inbox inbox = AddressBooks.inbox(ACME, new InboxAddress(localPart, HERE));
        inboxes.create(inbox).block();
        return inbox;
    }

    private Destination find(String localPart) {
        return testee.find(localPart, HERE).block();
    }

    /** Case, tags and quotes that are not needed do not make another mailbox. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob.smith",
                "Bob.SMITH",
                "bob.smith+tag",
                "bob.smith+a+b",
                "bob.smith+",
                "bob.smith+tag.more",
                "\"bob.smith\"",
                "\"bob.smith+tag\""
            })
    void spellingsOfAnAddressShouldReachItsInbox(String localPart) {
        assertThat(find(localPart)).isEqualTo(new Destination.OfInbox(bob, Destination.Route.OWN));
    }

    /** Dots, quotes that are needed, and a tag alone are no spellings of another address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bobsmith",
                "bob..smith",
                ".bob.smith",
                "bob.smith.",
                "\"bob smith\"",
                "\"bob.smith \"",
                "\"bob.smith",
                "\"bob@smith\"",
                "\"bob.smith@here.example\"",
                "bob.smith%here.example",
                "here.example!bob.smith",
                "+tag",
                "b\u00f6b",
                "",
                "\"\""
            })
    void otherAddressesOfTheDomainShouldBeUnknown(String localPart) {
        assertThat(find(localPart)).isEqualTo(Destination.UNKNOWN);
    }

    @Test
    void domainShouldBeComparedWithoutCase() {
        assertThat(testee.find("bob.smith", "Here.Example").block().reached()).contains(bob);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example", "sub.here.example", "here.example.com", "here.example."})
    void addressOfAnotherDomainShouldBeElsewhere(String domain) {
        assertThat(testee.find("bob.smith", domain).block()).isEqualTo(Destination.ELSEWHERE);
    }

    @Test
    void newInboxShouldBeFoundAtOnceThoughItWasAskedForBefore() {
        assertThat(find("carol")).isEqualTo(Destination.UNKNOWN);

        Inbox carol = inbox("carol");

        assertThat(find("carol").reached()).contains(carol);
    }

    private Inbox otherOrganizations(String localPart) {
        Inbox inbox = AddressBooks.inbox(OrganizationId.generate(), new InboxAddress(localPart, HERE));
        inboxes.create(inbox).block();
        return inbox;
    }

    private void verified(OrganizationId organization, Inbox catchAll) {
        owners.put(HERE, new DomainOwner(organization, Instant.EPOCH, Optional.of(catchAll.email()), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sales", "SALES", "sales+tag", "\"sales\""})
    void spellingsOfAnAliasShouldReachItsInbox(String localPart) {
        aliases.add(bob, new InboxAddress("sales", HERE)).block();

        assertThat(find(localPart)).isEqualTo(new Destination.OfInbox(bob, Destination.Route.ALIAS));
        assertThat(find("sale")).isEqualTo(Destination.UNKNOWN);
    }

    @Test
    void newAliasShouldBeFoundAtOnceThoughItWasAskedForBefore() {
        assertThat(find("sales")).isEqualTo(Destination.UNKNOWN);

        aliases.add(bob, new InboxAddress("sales", HERE)).block();

        assertThat(find("sales").reached()).contains(bob);
    }

    @Test
    void catchAllShouldGetWhatIsNobodys() {
        verified(ACME, bob);

        assertThat(find("anything+tag")).isEqualTo(new Destination.OfInbox(bob, Destination.Route.CATCH_ALL));
        assertThat(find("postmaster").reached()).contains(bob);
        assertThat(find("\"quoted local\"").reached()).contains(bob);
        assertThat(testee.find("anything", "example.com").block()).isEqualTo(Destination.ELSEWHERE);
    }

    /** "one catch-all inbox per domain that never takes an existing inbox's mail". */
    @Test
    void catchAllShouldNotTakeMailOfAnInboxOrAnAlias() {
        verified(ACME, bob);
        assertThat(find("carol").reached()).contains(bob);
        assertThat(find("sales").reached()).contains(bob);

        Inbox carol = inbox("carol");
        aliases.add(carol, new InboxAddress("sales", HERE)).block();

        assertThat(find("carol+tag").reached()).contains(carol);
        assertThat(find("sales").reached()).contains(carol);
    }

    @Test
    void catchAllThatIsGoneShouldCatchNothing() {
        verified(ACME, AddressBooks.inbox(ACME, new InboxAddress("gone", HERE)));

        assertThat(find("anything")).isEqualTo(Destination.UNKNOWN);
    }

    /** Of a domain that changed hands, or never was theirs. */
    @Test
    void inboxOfAnotherOrganizationShouldNotBeReachedOnADomainOfOnesOwn() {
        otherOrganizations("mallory");
        verified(ACME, bob);
        assertThat(find("mallory").reached()).contains(bob);

        verified(ACME, otherOrganizations("trudy"));
        assertThat(find("mallory")).isEqualTo(Destination.UNKNOWN);
        assertThat(find("bob.smith").reached()).contains(bob);
    }

    @Test
    void failureOfTheAliasesShouldNotLetTheCatchAllTakeTheMail() {
        verified(ACME, bob);
        outage.begin(AliasStore.class);

        assertThatThrownBy(() -> find("sales")).hasMessageContaining("failed");
    }

    @Test
    void failureOfTheStoreShouldNotMakeAnAddressUnknown() {
        outage.begin(InboxStore.class);
        assertThatThrownBy(() -> find("bob.smith")).hasMessageContaining("failed");

        outage.end();

        assertThat(find("bob.smith").reached()).contains(bob);
    }
}

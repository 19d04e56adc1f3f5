package dev.agentpost.mail.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.admin.webadmin.Outage;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.organization.OrganizationId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBookTest {
    private static final String HERE = "here.example";
    private static final OrganizationId ACME = OrganizationId.generate();

    private final Outage outage = new Outage();
    private final InboxStore inboxes = outage.before(InboxStore.class, new MemoryInboxStore());
    private final Inbox bob = inbox("bob.smith");
    private final AddressBook testee = AddressBooks.of(AddressBooks.serving(HERE), inboxes);

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

    @Test
    void failureOfTheStoreShouldNotMakeAnAddressUnknown() {
        outage.begin(InboxStore.class);
        assertThatThrownBy(() -> find("bob.smith")).hasMessageContaining("failed");

        outage.end();

        assertThat(find("bob.smith").reached()).contains(bob);
    }
}

package dev.agentpost.mail.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.domain.memory.MemoryDomainStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DomainBelongingsTest {
    private static final String NAME = "acme.example";
    private static final OrganizationId ACME = OrganizationId.generate();
    private static final InboxAddress ALICE = new InboxAddress("alice", NAME);

    private final TestClock clock = new TestClock();
    private final DomainStore store = new MemoryDomainStore();
    private final InboxStore inboxes = new MemoryInboxStore();
    private final DomainBelongings belongings = new DomainBelongings(new Domains(
            store,
            new ServedDomains(new SharedDomain("shared.example"), store),
            inboxes,
            Set.of(),
            Set.of(),
            new RecordChecks(null),
            clock));

    @BeforeEach
    void takeDomain() {
        store.create(CustomDomain.pending(NAME, ACME, clock.instant())).block();
        store.claim(ACME, NAME, clock.instant()).block();
    }

    private Inbox createCatchAll() {
        Inbox inbox =
                new Inbox(InboxId.generate(), ACME, ALICE, Optional.empty(), Optional.empty(), false, clock.instant());
        inboxes.create(inbox).block();
        store.setCatchAll(ACME, NAME, Optional.of(ALICE)).block();
        return inbox;
    }

    private Optional<InboxAddress> catchAll() {
        return store.find(ACME, NAME).block().catchAll();
    }

    @Test
    void inboxThatGoesShouldNotBeTheCatchAllAnyMore() {
        Inbox alice = createCatchAll();
        inboxes.setLeaving(alice).block();

        belongings.deleteOf(alice).block();

        assertThat(catchAll()).isEmpty();
    }

    /** The deletion of the first is repeated. */
    @Test
    void nextInboxOfTheAddressShouldStayTheCatchAll() {
        Inbox before = createCatchAll();
        inboxes.setLeaving(before).block();
        inboxes.delete(before).block();
        createCatchAll();

        belongings.deleteOf(before).block();

        assertThat(catchAll()).contains(ALICE);
    }
}

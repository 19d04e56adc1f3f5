package dev.agentpost.mail.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.outbound.OutgoingMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxSendersTest {
    private static final InboxAddress ALICE =
            InboxAddress.parse("alice@acme.example").orElseThrow();
    private static final OrganizationId ACME = OrganizationId.generate();
    private static final Instant ACCEPTED = Instant.parse("2026-11-21T10:00:00Z");

    private final InboxStore inboxes = new MemoryInboxStore();
    private final InboxSenders senders = new InboxSenders(inboxes);

    private Inbox create(OrganizationId organization, Instant createdAt) {
        Inbox inbox = new Inbox(
                InboxId.generate(), organization, ALICE, Optional.empty(), Optional.empty(), false, createdAt);
        inboxes.create(inbox).block();
        return inbox;
    }

    private static OutgoingMessage message(Optional<OrganizationId> organization, Optional<String> inbox) {
        return message("01M8", organization, inbox);
    }

    private static OutgoingMessage message(String id, Optional<OrganizationId> organization, Optional<String> inbox) {
        return new OutgoingMessage(
                id,
                organization,
                inbox,
                "alice@acme.example",
                UUID.randomUUID(),
                1,
                false,
                ACCEPTED,
                ACCEPTED.plus(Duration.ofDays(5)));
    }

    private boolean isThere() {
        return senders.isThere(message(Optional.of(ACME), Optional.of(ALICE.asString())));
    }

    @Test
    void inboxShouldBeThereUntilItIsDeleted() {
        Inbox alice = create(ACME, ACCEPTED.minusSeconds(60));
        assertThat(isThere()).isTrue();

        inboxes.setLeaving(alice).block();

        assertThat(isThere()).isFalse();
    }

    @Test
    void inboxThatWasMadeJustBeforeOnAnotherNodeShouldBeThere() {
        create(ACME, ACCEPTED.plusSeconds(14));

        assertThat(isThere()).isTrue();
    }

    @Test
    void nextInboxOfTheAddressShouldBeAnother() {
        create(ACME, ACCEPTED.plusSeconds(16));

        assertThat(isThere()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!1", "-2"})
    void nextInboxOfTheAddressShouldBeAnotherWhileTheMailWaitsInTheSpool(String suffix) {
        create(ACME, ACCEPTED.minusSeconds(60));
        String id = Ulid.min(ACCEPTED.minusSeconds(100).toEpochMilli()) + suffix;

        assertThat(senders.isThere(message(id, Optional.of(ACME), Optional.of(ALICE.asString()))))
                .isFalse();
    }

    @Test
    void inboxOfAnotherOrganizationShouldBeAnother() {
        create(OrganizationId.generate(), ACCEPTED.minusSeconds(60));

        assertThat(isThere()).isFalse();
    }

    /** Reports of read mail and the server's own. */
    @Test
    void mailOfNoInboxShouldBeSent() {
        assertThat(senders.isThere(message(Optional.empty(), Optional.empty()))).isTrue();
    }
}

package dev.agentpost.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.delivery.DeliveryLedger.State;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

public interface DeliveryLedgerContract {
    InboxAddress ALICE = new InboxAddress("alice-a1b2c3", "shared.localhost");
    InboxAddress BOB = new InboxAddress("bob-a1b2c3", "shared.localhost");
    CopyId COPY = new CopyId("01ARZ3NDEKTSV4RRFFQ69G5FAV", ALICE, SystemFolder.INBOX);
    Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    DeliveryLedger testee();

    @Test
    default void findShouldBeUnknownAtFirst() {
        assertThat(testee().find(COPY).block()).isEqualTo(new State.Unknown());
    }

    @Test
    default void findShouldTellWhenStoringBegan() {
        testee().saveStarted(COPY, NOON).block();

        assertThat(testee().find(COPY).block()).isEqualTo(new State.Started(NOON));
    }

    @Test
    default void findShouldBeDoneAfterwards() {
        testee().saveStarted(COPY, NOON).block();
        testee().saveDone(COPY).block();

        assertThat(testee().find(COPY).block()).isEqualTo(new State.Done());
    }

    @Test
    default void copiesOfOneMailShouldNotBeMixed() {
        testee().saveDone(COPY).block();

        assertThat(testee().find(new CopyId(COPY.submissionId(), ALICE, SystemFolder.SENT))
                        .block())
                .isEqualTo(new State.Unknown());
        assertThat(testee().find(new CopyId(COPY.submissionId(), BOB, SystemFolder.INBOX))
                        .block())
                .isEqualTo(new State.Unknown());
    }
}

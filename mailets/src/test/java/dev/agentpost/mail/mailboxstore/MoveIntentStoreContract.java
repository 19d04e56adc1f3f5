package dev.agentpost.mail.mailboxstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

public interface MoveIntentStoreContract {
    FolderId INBOX = FolderId.generate();
    FolderId TRASH = FolderId.generate();
    Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    MoveIntentStore testee();

    @Test
    default void anIntentShouldComeBackAsItWasSaved() {
        MoveIntent intent = intent(NOON);

        testee().save(intent).block();

        assertThat(list(NOON, NOON)).containsExactly(intent);
    }

    @Test
    default void listShouldGiveThoseOfItsTimeTheOldestFirst() {
        MoveIntent early = intent(NOON.minus(Duration.ofHours(30)));
        MoveIntent middle = intent(NOON.minusMillis(1));
        MoveIntent late = intent(NOON.plusSeconds(1));
        testee().save(late).block();
        testee().save(early).block();
        testee().save(middle).block();

        assertThat(list(NOON.minus(Duration.ofDays(2)), NOON)).containsExactly(early, middle);
        assertThat(list(NOON.minus(Duration.ofHours(1)), NOON.plusSeconds(1))).containsExactly(middle, late);
    }

    @Test
    default void aDeletedIntentShouldBeGone() {
        MoveIntent intent = intent(NOON);
        testee().save(intent).block();

        testee().delete(intent).block();
        testee().delete(intent).block();

        assertThat(list(NOON, NOON)).isEmpty();
    }

    private List<MoveIntent> list(Instant from, Instant to) {
        return testee().list(from, to).collectList().block();
    }

    private static MoveIntent intent(Instant madeAt) {
        return MoveIntent.of(INBOX, TRASH, List.of(3L, 5L), NOON, true, madeAt);
    }
}

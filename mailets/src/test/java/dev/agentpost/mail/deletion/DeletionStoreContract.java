package dev.agentpost.mail.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.deletion.DeletionStore.Noted;
import dev.agentpost.mail.deletion.DeletionStore.Taking;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What every store of deletions does. */
public interface DeletionStoreContract {
    Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");
    Instant LATER = NOW.plusSeconds(30);

    DeletionStore testee();

    private static Deletion deletion() {
        return Deletion.ofDomain(OrganizationId.generate(), "acme.example", "0123456789abcdef");
    }

    private Taking take(Deletion deletion, UUID holder, Instant now, Instant until) {
        return testee().take(deletion, holder, now, until).block();
    }

    private List<Noted> listed(Deletion deletion) {
        return testee().list()
                .filter(noted -> noted.deletion().equals(deletion))
                .collectList()
                .block();
    }

    @Test
    default void deletionShouldBeListedUntilItIsRemoved() {
        Deletion deletion = deletion();
        UUID holder = UUID.randomUUID();
        Noted noted = new Noted(deletion, LATER, Optional.empty());

        assertThat(take(deletion, holder, NOW, LATER)).isEqualTo(new Taking.Taken(noted));

        assertThat(listed(deletion)).containsExactly(noted);
        testee().remove(deletion, holder).block();
        testee().remove(deletion, holder).block();
        assertThat(listed(deletion)).isEmpty();
    }

    @Test
    default void kindsShouldBeKeptApart() {
        OrganizationId acme = OrganizationId.generate();
        take(Deletion.of(acme), UUID.randomUUID(), NOW, LATER);

        assertThat(take(new Deletion(Deletion.Kind.INBOX, acme, ""), UUID.randomUUID(), NOW, LATER))
                .isInstanceOf(Taking.Taken.class);
        assertThat(listed(Deletion.of(acme))).hasSize(1);
    }

    @Test
    default void deletionThatAnotherHasShouldNotBeTaken() {
        Deletion deletion = deletion();
        take(deletion, UUID.randomUUID(), NOW, LATER);

        Taking taking = take(deletion, UUID.randomUUID(), LATER.minusMillis(1), LATER.plusSeconds(30));

        assertThat(taking).isEqualTo(new Taking.Held(new Noted(deletion, LATER, Optional.empty())));
    }

    @Test
    default void deletionOfANodeThatDiedShouldBeTaken() {
        Deletion deletion = deletion();
        UUID died = UUID.randomUUID();
        take(deletion, died, NOW, LATER);

        assertThat(take(deletion, UUID.randomUUID(), LATER, LATER.plusSeconds(30)))
                .isInstanceOf(Taking.Taken.class);

        testee().renew(deletion, died, LATER.plusSeconds(99)).block();
        testee().release(deletion, died, NOW, Optional.of(NOW)).block();
        testee().remove(deletion, died).block();
        assertThat(listed(deletion)).containsExactly(new Noted(deletion, LATER.plusSeconds(30), Optional.empty()));
    }

    @Test
    default void renewedDeletionShouldStayTheHolders() {
        Deletion deletion = deletion();
        UUID holder = UUID.randomUUID();
        take(deletion, holder, NOW, LATER);

        testee().renew(deletion, holder, LATER.plusSeconds(10)).block();

        assertThat(take(deletion, UUID.randomUUID(), LATER, LATER.plusSeconds(30)))
                .isInstanceOf(Taking.Held.class);
    }

    @Test
    default void releasedDeletionShouldBeAnothersFromThenOn() {
        Deletion deletion = deletion();
        UUID holder = UUID.randomUUID();
        take(deletion, holder, NOW, LATER);

        Instant ready = NOW.plusSeconds(5);
        testee().release(deletion, holder, ready, Optional.of(ready)).block();

        assertThat(take(deletion, UUID.randomUUID(), ready.minusMillis(1), LATER))
                .isEqualTo(new Taking.Held(new Noted(deletion, ready, Optional.of(ready))));
        assertThat(take(deletion, UUID.randomUUID(), ready, LATER))
                .isEqualTo(new Taking.Taken(new Noted(deletion, LATER, Optional.of(ready))));
    }

    @Test
    default void oneOfSimultaneousTakersShouldGetIt() {
        Deletion deletion = deletion();
        UUID holder = UUID.randomUUID();
        take(deletion, holder, NOW, LATER);
        testee().release(deletion, holder, NOW, Optional.empty()).block();

        long taken = Flux.range(0, 8)
                .flatMap(i -> testee().take(deletion, UUID.randomUUID(), LATER, LATER.plusSeconds(30)))
                .filter(Taking.Taken.class::isInstance)
                .count()
                .block();

        assertThat(taken).isEqualTo(1);
    }
}

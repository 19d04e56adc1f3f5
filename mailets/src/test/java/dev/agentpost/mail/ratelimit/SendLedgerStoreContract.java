package dev.agentpost.mail.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.ratelimit.SendLedgerStore.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What every store of ledgers must do. */
public interface SendLedgerStoreContract {
    SendScope ACME = SendScope.of(OrganizationId.generate());
    Duration KEEP = Duration.ofDays(1);
    SendLedger ONE = new SendLedger(List.of(
            new Spending(Optional.empty(), 1_800_000_000_000L, 1_800_000_000_000L, 1),
            new Spending(Optional.of(UUID.randomUUID()), 1_800_000_001_000L, 1_800_000_021_000L, 1_000_000_000L)));
    SendLedger OTHER = new SendLedger(List.of(new Spending(Optional.empty(), 1, 2, 300)));

    SendLedgerStore testee();

    private Stored read() {
        return testee().read(ACME).block();
    }

    @Test
    default void ledgerShouldBeEmptyAtFirst() {
        assertThat(read()).isEqualTo(new Stored(SendLedger.EMPTY, Optional.empty()));
    }

    @Test
    default void ledgerShouldBeReadAsWritten() {
        Stored written = testee().replace(ACME, read(), ONE, KEEP).block();

        assertThat(read()).isEqualTo(written);
        assertThat(read().ledger()).isEqualTo(ONE);
    }

    @Test
    default void ledgerShouldBeReplaced() {
        testee().replace(ACME, read(), ONE, KEEP).block();

        testee().replace(ACME, read(), OTHER, KEEP).block();

        assertThat(read().ledger()).isEqualTo(OTHER);
    }

    @Test
    default void ledgerThatAnotherChangedShouldNotBeReplaced() {
        Stored before = read();
        testee().replace(ACME, before, ONE, KEEP).block();

        assertThat(testee().replace(ACME, before, OTHER, KEEP).block()).isNull();

        assertThat(read().ledger()).isEqualTo(ONE);
    }

    @Test
    default void ledgerShouldBeReplacedUnread() {
        Stored written = testee().replace(ACME, read(), ONE, KEEP).block();

        assertThat(testee().replace(ACME, written, OTHER, KEEP).block().ledger())
                .isEqualTo(OTHER);
        assertThat(testee().replace(ACME, written, ONE, KEEP).block()).isNull();
    }

    @Test
    default void equalLedgerOfAnotherShouldCountAsAChange() {
        testee().replace(ACME, read(), ONE, KEEP).block();
        Stored before = read();
        testee().replace(ACME, before, ONE, KEEP).block();

        assertThat(testee().replace(ACME, before, OTHER, KEEP).block()).isNull();
    }

    @Test
    default void scopesShouldHaveLedgersOfTheirOwn() {
        testee().replace(ACME, read(), ONE, KEEP).block();

        assertThat(testee().read(SendScope.of(OrganizationId.generate()))
                        .block()
                        .ledger())
                .isEqualTo(SendLedger.EMPTY);
    }

    @Test
    default void noteShouldBeReadAsWritten() {
        UUID lease = UUID.randomUUID();

        testee().noteSpent(Map.of(lease, 7L), KEEP).block();

        assertThat(testee().spent(Set.of(lease)).block()).isEqualTo(Map.of(lease, 7L));
    }

    @Test
    default void lastNoteShouldHold() {
        UUID lease = UUID.randomUUID();
        testee().noteSpent(Map.of(lease, 7L), KEEP).block();

        testee().noteSpent(Map.of(lease, 5L), KEEP).block();

        assertThat(testee().spent(Set.of(lease)).block()).isEqualTo(Map.of(lease, 5L));
    }

    @Test
    default void leasesWithoutANoteShouldBeLeftOut() {
        UUID lease = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        testee().noteSpent(Map.of(lease, 1L), KEEP).block();
        testee().noteSpent(Map.of(other, 2L), KEEP).block();

        assertThat(testee().spent(Set.of(lease, UUID.randomUUID(), other)).block())
                .isEqualTo(Map.of(lease, 1L, other, 2L));
        assertThat(testee().spent(Set.of(UUID.randomUUID())).block()).isEmpty();
    }

    @Test
    default void oneOfManyAtOnceShouldReplaceIt() {
        Stored before = read();

        List<Stored> written = Flux.range(0, 20)
                .flatMap(i -> testee().replace(ACME, before, ONE, KEEP).subscribeOn(Schedulers.boundedElastic()), 20)
                .collectList()
                .block();

        assertThat(written).containsExactly(read());
    }
}

package dev.agentpost.mail.connectionlimit;

import static dev.agentpost.mail.connectionlimit.ConnectionLimitStoreContract.ACME;
import static dev.agentpost.mail.connectionlimit.ConnectionLimitStoreContract.ALICE;
import static dev.agentpost.mail.connectionlimit.ConnectionLimitStoreContract.SEVEN;
import static dev.agentpost.mail.connectionlimit.ConnectionLimitStoreContract.THREE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.connectionlimit.memory.MemoryConnectionLimitStore;
import dev.agentpost.mail.core.TestClock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionLimitsTest {
    private final TestClock clock = new TestClock();
    private final MemoryConnectionLimitStore store = new MemoryConnectionLimitStore();
    private final ConnectionLimits limits = new ConnectionLimits(store, clock.ticker());

    private int ofAlice() {
        return limits.remembered(ACME, ALICE).block().connections();
    }

    @Test
    void defaultShouldBeFifteen() {
        assertThat(ofAlice()).isEqualTo(15);
    }

    @Test
    void organizationsLimitShouldHoldForItsInboxes() {
        limits.change(ACME, Optional.of(THREE)).block();

        assertThat(ofAlice()).isEqualTo(3);
    }

    @Test
    void inboxesOwnLimitShouldComeFirst() {
        limits.change(ACME, Optional.of(THREE)).block();
        limits.change(ACME, ALICE, Optional.of(SEVEN)).block();

        assertThat(ofAlice()).isEqualTo(7);
    }

    @Test
    void removedLimitShouldGiveWayToTheNext() {
        limits.change(ACME, Optional.of(THREE)).block();
        limits.change(ACME, ALICE, Optional.of(SEVEN)).block();

        limits.change(ACME, ALICE, Optional.empty()).block();

        assertThat(ofAlice()).isEqualTo(3);
    }

    @Test
    void changeShouldHoldAtOnce() {
        ofAlice();

        limits.change(ACME, ALICE, Optional.of(SEVEN)).block();

        assertThat(ofAlice()).isEqualTo(7);
    }

    @Test
    void changeOfAnotherNodeShouldHoldAfterASecond() {
        ofAlice();
        store.save(ACME, ALICE, SEVEN).block();

        assertThat(ofAlice()).isEqualTo(15);
        clock.advance(ConnectionLimits.STALENESS);
        assertThat(ofAlice()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 10_001})
    void limitOutOfRangeShouldNotExist(int connections) {
        assertThatThrownBy(() -> new ConnectionLimit(connections))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("imap_connections");
    }
}

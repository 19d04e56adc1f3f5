package dev.agentpost.mail.connectionlimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import org.junit.jupiter.api.Test;

/** What every store of limits does. */
public interface ConnectionLimitStoreContract {
    OrganizationId ACME = OrganizationId.generate();
    OrganizationId GLOBEX = OrganizationId.generate();
    InboxId ALICE = InboxId.generate();
    InboxId BOB = InboxId.generate();
    ConnectionLimit THREE = new ConnectionLimit(3);
    ConnectionLimit SEVEN = new ConnectionLimit(7);

    /** Empty at the start of each test. */
    ConnectionLimitStore testee();

    @Test
    default void nothingShouldBeSetAtFirst() {
        assertThat(testee().find(ACME).blockOptional()).isEmpty();
        assertThat(testee().find(ACME, ALICE).blockOptional()).isEmpty();
    }

    @Test
    default void limitOfAnOrganizationShouldBeFound() {
        testee().save(ACME, THREE).block();

        assertThat(testee().find(ACME).block()).isEqualTo(THREE);
    }

    @Test
    default void limitOfAnInboxShouldBeFound() {
        testee().save(ACME, ALICE, SEVEN).block();

        assertThat(testee().find(ACME, ALICE).block()).isEqualTo(SEVEN);
    }

    @Test
    default void limitsShouldNotMix() {
        testee().save(ACME, THREE).block();
        testee().save(ACME, ALICE, SEVEN).block();

        assertThat(testee().find(ACME).block()).isEqualTo(THREE);
        assertThat(testee().find(ACME, BOB).blockOptional()).isEmpty();
        assertThat(testee().find(GLOBEX).blockOptional()).isEmpty();
    }

    @Test
    default void saveShouldOverwrite() {
        testee().save(ACME, ALICE, THREE).block();

        testee().save(ACME, ALICE, SEVEN).block();

        assertThat(testee().find(ACME, ALICE).block()).isEqualTo(SEVEN);
    }

    @Test
    default void deletedLimitShouldBeGone() {
        testee().save(ACME, THREE).block();
        testee().save(ACME, ALICE, SEVEN).block();

        testee().delete(ACME).block();
        testee().delete(ACME, ALICE).block();

        nothingShouldBeSetAtFirst();
    }

    @Test
    default void deleteShouldBeIdempotent() {
        testee().delete(ACME).block();
        testee().delete(ACME, ALICE).block();

        nothingShouldBeSetAtFirst();
    }
}

package dev.agentpost.mail.organization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of organizations does. */
public interface OrganizationStoreContract {
    Instant NOW = Instant.parse("2026-11-21T04:00:00.123Z");

    OrganizationStore testee();

    /** Shared stores hold the organizations of other tests: listing starts here to leave those out. */
    private Optional<OrganizationId> beforeThisTest() {
        return Optional.of(OrganizationId.generate());
    }

    private Organization created(String name) {
        Organization organization = new Organization(OrganizationId.generate(), name, OrganizationStatus.ACTIVE, NOW);
        testee().create(organization).block();
        return organization;
    }

    private List<Organization> list(Optional<OrganizationId> after, int limit) {
        return testee().list(after, limit).collectList().block();
    }

    @Test
    default void findShouldBeEmptyAtFirst() {
        Optional<Organization> found = testee().find(OrganizationId.generate()).blockOptional();

        assertThat(found).isEmpty();
    }

    @Test
    default void listShouldBeEmptyAtFirst() {
        assertThat(list(beforeThisTest(), 10)).isEmpty();
    }

    @Test
    default void findShouldReturnWhatWasCreated() {
        Organization acme = created("Acme \u00e9\u4e2d");

        assertThat(testee().find(acme.id()).block()).isEqualTo(acme);
    }

    @Test
    default void listShouldBeInOrderOfId() {
        Optional<OrganizationId> start = beforeThisTest();
        Organization first = created("B");
        Organization second = created("A");
        Organization third = created("C");

        assertThat(list(start, 10)).containsExactly(first, second, third);
    }

    @Test
    default void listShouldReturnPages() {
        Optional<OrganizationId> start = beforeThisTest();
        Organization first = created("one");
        Organization second = created("two");
        Organization third = created("three");

        assertThat(list(start, 2)).containsExactly(first, second);
        assertThat(list(Optional.of(second.id()), 2)).containsExactly(third);
        assertThat(list(Optional.of(third.id()), 2)).isEmpty();
    }

    @Test
    default void updateShouldChangeTheNameAlone() {
        Organization acme = created("Acme");

        Organization updated = testee().update(acme.id(), Optional.of("Acme Ltd"), Optional.empty())
                .block();

        assertThat(updated).isEqualTo(acme.withName("Acme Ltd"));
        assertThat(testee().find(acme.id()).block()).isEqualTo(updated);
    }

    @Test
    default void updateShouldChangeTheStatusAlone() {
        Organization acme = created("Acme");

        Organization updated = testee().update(acme.id(), Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                .block();

        assertThat(updated).isEqualTo(acme.withStatus(OrganizationStatus.SUSPENDED));
        assertThat(testee().find(acme.id()).block()).isEqualTo(updated);
    }

    @Test
    default void updateShouldOverwriteAnEarlierUpdate() {
        Organization acme = created("Acme");
        testee().update(acme.id(), Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                .block();

        Organization updated = testee().update(acme.id(), Optional.empty(), Optional.of(OrganizationStatus.ACTIVE))
                .block();

        assertThat(updated).isEqualTo(acme);
    }

    @Test
    default void updateOfNothingShouldReturnTheOrganization() {
        Organization acme = created("Acme");

        Organization updated =
                testee().update(acme.id(), Optional.empty(), Optional.empty()).block();

        assertThat(updated).isEqualTo(acme);
    }

    @Test
    default void updateShouldBeEmptyWhenThereIsNone() {
        OrganizationId unknown = OrganizationId.generate();

        Optional<Organization> updated = testee().update(
                        unknown, Optional.of("Acme"), Optional.of(OrganizationStatus.ACTIVE))
                .blockOptional();

        assertThat(updated).isEmpty();
        assertThat(testee().find(unknown).blockOptional()).isEmpty();
    }

    @Test
    default void updateShouldNotResurrectADeletedOrganization() {
        Organization acme = created("Acme");
        testee().delete(acme.id()).block();

        testee().update(acme.id(), Optional.of("Acme Ltd"), Optional.empty()).block();

        assertThat(testee().find(acme.id()).blockOptional()).isEmpty();
    }

    @Test
    default void deleteShouldRemoveTheOrganization() {
        Optional<OrganizationId> start = beforeThisTest();
        Organization acme = created("Acme");

        testee().delete(acme.id()).block();

        assertThat(testee().find(acme.id()).blockOptional()).isEmpty();
        assertThat(list(start, 10)).isEmpty();
    }

    @Test
    default void deleteShouldBeIdempotent() {
        Organization acme = created("Acme");
        testee().delete(acme.id()).block();

        testee().delete(acme.id()).block();

        assertThat(testee().find(acme.id()).blockOptional()).isEmpty();
    }

    @Test
    default void deleteShouldLeaveOthersAlone() {
        Organization acme = created("Acme");
        Organization other = created("Other");

        testee().delete(acme.id()).block();

        assertThat(testee().find(other.id()).block()).isEqualTo(other);
    }
}

package dev.agentpost.mail.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What every store of suppressions does. */
public interface SuppressionStoreContract {
    EnvelopeAddress BOB = EnvelopeAddress.parse("bob@example.net");
    EnvelopeAddress QUOTED = EnvelopeAddress.parse("\"odd \\\"one\"@example.net");

    SuppressionStore testee();

    static Suppression suppression(OrganizationId organization, EnvelopeAddress address) {
        return new Suppression(
                organization,
                address,
                "5.1.1",
                "550 5.1.1 no such user",
                Optional.of("msg_1"),
                Instant.parse("2026-11-21T10:00:00.123Z"));
    }

    private List<EnvelopeAddress> list(OrganizationId organization, Optional<EnvelopeAddress> after, int limit) {
        return testee().list(organization, after, limit)
                .map(Suppression::address)
                .collectList()
                .block();
    }

    @Test
    default void nothingShouldBeSuppressedAtFirst() {
        OrganizationId acme = OrganizationId.generate();

        assertThat(testee().find(acme, BOB).blockOptional()).isEmpty();
        assertThat(list(acme, Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void suppressionShouldBeFoundAsItWasSaved() {
        Suppression saved = suppression(OrganizationId.generate(), QUOTED);

        testee().save(saved).block();

        assertThat(testee().find(saved.organizationId(), QUOTED).block()).isEqualTo(saved);
        assertThat(testee().list(saved.organizationId(), Optional.empty(), 10)
                        .collectList()
                        .block())
                .containsExactly(saved);
    }

    @Test
    default void saveShouldOverwriteEverything() {
        Suppression first = suppression(OrganizationId.generate(), BOB);
        Suppression second = new Suppression(
                first.organizationId(),
                BOB,
                "5.1.2",
                "5.1.2 no such domain",
                Optional.empty(),
                first.createdAt().plusSeconds(1));
        testee().save(first).block();

        testee().save(second).block();

        assertThat(testee().find(first.organizationId(), BOB).block()).isEqualTo(second);
    }

    @Test
    default void anotherOrganizationShouldNotBeConcerned() {
        OrganizationId globex = OrganizationId.generate();
        testee().save(suppression(OrganizationId.generate(), BOB)).block();

        assertThat(testee().find(globex, BOB).blockOptional()).isEmpty();
        assertThat(list(globex, Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void listShouldGoOnBehindAnAddress() {
        OrganizationId acme = OrganizationId.generate();
        List<EnvelopeAddress> addresses = IntStream.range(0, 5)
                .mapToObj(i -> EnvelopeAddress.parse("user" + i + "@example.net"))
                .toList();
        Flux.fromIterable(addresses)
                .concatMap(address -> testee().save(suppression(acme, address)))
                .blockLast();

        assertThat(list(acme, Optional.empty(), 2)).isEqualTo(addresses.subList(0, 2));
        assertThat(list(acme, Optional.of(addresses.get(1)), 10)).isEqualTo(addresses.subList(2, 5));
    }

    @Test
    default void deleteShouldBeIdempotent() {
        Suppression saved = suppression(OrganizationId.generate(), BOB);
        testee().save(saved).block();

        testee().delete(saved.organizationId(), BOB).block();
        testee().delete(saved.organizationId(), BOB).block();

        assertThat(testee().find(saved.organizationId(), BOB).blockOptional()).isEmpty();
    }

    @Test
    default void deleteAllShouldLeaveOtherOrganizationsAlone() {
        Suppression ofAcme = suppression(OrganizationId.generate(), BOB);
        Suppression ofGlobex = suppression(OrganizationId.generate(), BOB);
        testee().save(ofAcme).block();
        testee().save(ofGlobex).block();

        testee().deleteAll(ofAcme.organizationId()).block();

        assertThat(list(ofAcme.organizationId(), Optional.empty(), 10)).isEmpty();
        assertThat(list(ofGlobex.organizationId(), Optional.empty(), 10)).containsExactly(BOB);
    }
}

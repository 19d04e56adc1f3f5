package dev.agentpost.mail.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What every store of domains does. Each test has organizations and domains of its own: the store may be shared. */
public interface DomainStoreContract {
    Instant NOW = Instant.parse("2026-11-21T04:00:00.123Z");
    int CLAIMANTS = 16;
    AtomicInteger NAMES = new AtomicInteger();
    InboxAddress CATCH_ALL = new InboxAddress("all", "example.com");

    DomainStore testee();

    static String name() {
        return "d" + NAMES.incrementAndGet() + "-" + System.nanoTime() + ".example";
    }

    private CustomDomain pending(OrganizationId organization, String name) {
        return testee().create(CustomDomain.pending(name, organization, NOW)).block();
    }

    private CustomDomain verified(OrganizationId organization, String name) {
        pending(organization, name);
        assertThat(testee().claim(organization, name, NOW).block()).isTrue();
        return testee().find(organization, name).block();
    }

    @Test
    default void catchAllShouldBeRemovedIfItIsThisOne() {
        OrganizationId acme = OrganizationId.generate();
        String name = UUID.randomUUID() + ".example";
        InboxAddress alice = InboxAddress.parse("alice@shared.example").orElseThrow();
        InboxAddress bob = InboxAddress.parse("bob@shared.example").orElseThrow();
        testee().create(CustomDomain.pending(name, acme, Instant.EPOCH)).block();
        testee().claim(acme, name, Instant.EPOCH).block();
        testee().setCatchAll(acme, name, Optional.of(alice)).block();

        testee().removeCatchAll(acme, name, bob).block();
        testee().removeCatchAll(OrganizationId.generate(), name, alice).block();
        assertThat(testee().findOwner(name).block().catchAll()).contains(alice);

        testee().removeCatchAll(acme, name, alice).block();
        testee().removeCatchAll(acme, name, alice).block();
        assertThat(testee().findOwner(name).block().catchAll()).isEmpty();
    }

    @Test
    default void wishShouldGiveNobodyTheDomain() {
        OrganizationId acme = OrganizationId.generate();

        CustomDomain domain = pending(acme, name());

        assertThat(domain.status()).isEqualTo(DomainStatus.PENDING);
        assertThat(testee().find(acme, domain.name()).block()).isEqualTo(domain);
        assertThat(testee().findOwner(domain.name()).blockOptional()).isEmpty();
    }

    @Test
    default void repeatedWishShouldKeepItsToken() {
        OrganizationId acme = OrganizationId.generate();
        CustomDomain first = pending(acme, name());

        assertThat(pending(acme, first.name())).isEqualTo(first);
    }

    @Test
    default void severalOrganizationsShouldBeAbleToWish() {
        String name = name();
        CustomDomain acmes = pending(OrganizationId.generate(), name);
        CustomDomain others = pending(OrganizationId.generate(), name);

        assertThat(acmes.token()).isNotEqualTo(others.token());
        assertThat(testee().find(others.organizationId(), name).block()).isEqualTo(others);
    }

    @Test
    default void claimShouldMakeAnOwner() {
        OrganizationId acme = OrganizationId.generate();

        CustomDomain domain = verified(acme, name());

        assertThat(domain.status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(domain.verifiedAt()).contains(NOW);
        assertThat(testee().findOwner(domain.name()).block())
                .isEqualTo(new DomainOwner(acme, NOW, Optional.empty(), false));
    }

    @Test
    default void secondClaimShouldNotTakeTheDomain() {
        OrganizationId acme = OrganizationId.generate();
        OrganizationId other = OrganizationId.generate();
        String name = verified(acme, name()).name();
        pending(other, name);

        assertThat(testee().claim(other, name, NOW).block()).isFalse();
        assertThat(testee().claim(acme, name, NOW).block()).isTrue();

        assertThat(testee().find(other, name).block().status()).isEqualTo(DomainStatus.PENDING);
    }

    @Test
    default void oneOfSimultaneousClaimsShouldGetTheDomain() {
        String name = name();

        List<Boolean> got = Flux.range(0, CLAIMANTS)
                .flatMap(
                        i -> testee().claim(OrganizationId.generate(), name, NOW)
                                .subscribeOn(Schedulers.boundedElastic()),
                        CLAIMANTS,
                        CLAIMANTS)
                .collectList()
                .block();

        assertThat(got.stream().filter(won -> won)).hasSize(1);
    }

    @Test
    default void catchAllShouldBeSetAndRemoved() {
        OrganizationId acme = OrganizationId.generate();
        String name = verified(acme, name()).name();

        assertThat(testee().setCatchAll(acme, name, Optional.of(CATCH_ALL)).block())
                .isTrue();
        assertThat(testee().find(acme, name).block().catchAll()).contains(CATCH_ALL);
        assertThat(testee().setCatchAll(acme, name, Optional.empty()).block()).isTrue();
        assertThat(testee().findOwner(name).block().catchAll()).isEmpty();
    }

    @Test
    default void catchAllShouldNotBeSetByOthers() {
        OrganizationId other = OrganizationId.generate();
        String name = verified(OrganizationId.generate(), name()).name();
        pending(other, name);

        assertThat(testee().setCatchAll(other, name, Optional.of(CATCH_ALL)).block())
                .isFalse();
        assertThat(testee().setCatchAll(other, name(), Optional.of(CATCH_ALL)).block())
                .isFalse();
        assertThat(testee().findOwner(name).block().catchAll()).isEmpty();
    }

    @Test
    default void leavingShouldBeSetAndTakenBack() {
        OrganizationId acme = OrganizationId.generate();
        String name = verified(acme, name()).name();

        assertThat(testee().setLeaving(OrganizationId.generate(), name, true).block())
                .isFalse();
        assertThat(testee().setLeaving(acme, name, true).block()).isTrue();
        assertThat(testee().findOwner(name).block().leaving()).isTrue();
        assertThat(testee().setLeaving(acme, name, false).block()).isTrue();
        assertThat(testee().findOwner(name).block().leaving()).isFalse();
    }

    @Test
    default void deleteShouldFreeTheDomain() {
        OrganizationId acme = OrganizationId.generate();
        OrganizationId other = OrganizationId.generate();
        String name = verified(acme, name()).name();

        testee().delete(acme, name).block();
        testee().delete(acme, name).block();

        assertThat(testee().find(acme, name).blockOptional()).isEmpty();
        assertThat(testee().findOwner(name).blockOptional()).isEmpty();
        assertThat(verified(other, name).status()).isEqualTo(DomainStatus.VERIFIED);
    }

    @Test
    default void deleteOfAWishShouldLeaveTheOwnerAlone() {
        OrganizationId acme = OrganizationId.generate();
        OrganizationId other = OrganizationId.generate();
        CustomDomain domain = verified(acme, name());
        pending(other, domain.name());

        testee().delete(other, domain.name()).block();

        assertThat(testee().find(other, domain.name()).blockOptional()).isEmpty();
        assertThat(testee().find(acme, domain.name()).block()).isEqualTo(domain);
    }

    @Test
    default void listShouldBePagedByName() {
        OrganizationId acme = OrganizationId.generate();
        CustomDomain b = verified(acme, "b." + name());
        CustomDomain a = pending(acme, "a." + name());
        CustomDomain c = pending(acme, "c." + name());
        pending(OrganizationId.generate(), "a." + name());

        assertThat(testee().list(acme, Optional.empty(), 2).collectList().block())
                .containsExactly(a, b);
        assertThat(testee().list(acme, Optional.of(b.name()), 2).collectList().block())
                .containsExactly(c);
    }
}

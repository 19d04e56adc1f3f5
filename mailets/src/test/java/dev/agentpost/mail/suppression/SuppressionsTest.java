package dev.agentpost.mail.suppression;

import static dev.agentpost.mail.suppression.SuppressionStoreContract.BOB;
import static dev.agentpost.mail.suppression.SuppressionStoreContract.suppression;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.suppression.memory.MemorySuppressionStore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class SuppressionsTest {
    private static final OrganizationId ACME = OrganizationId.generate();
    private static final EnvelopeAddress LOCAL = EnvelopeAddress.parse("bob@shared.example");

    private final AtomicLong nanos = new AtomicLong();
    private final SuppressionStore store = new MemorySuppressionStore();
    private final Suppressions here = node();
    private final Suppressions otherNode = node();

    private Suppressions node() {
        return new Suppressions(store, domain -> Mono.just(domain.equals("shared.example")), nanos::get);
    }

    private boolean isSuppressed(Suppressions node, EnvelopeAddress address) {
        return node.find(ACME, address).blockOptional().isPresent();
    }

    @Test
    void changeShouldHoldHereAtOnce() {
        assertThat(isSuppressed(here, BOB)).isFalse();

        here.add(suppression(ACME, BOB)).block();
        assertThat(isSuppressed(here, BOB)).isTrue();
        here.remove(ACME, BOB).block();

        assertThat(isSuppressed(here, BOB)).isFalse();
    }

    /** "Changes apply everywhere within 2 seconds." */
    @Test
    void changeShouldHoldOnAnotherNodeAfterASecond() {
        assertThat(isSuppressed(otherNode, BOB)).isFalse();
        here.add(suppression(ACME, BOB)).block();
        assertThat(isSuppressed(otherNode, BOB)).isFalse();

        nanos.addAndGet(Suppressions.STALENESS.toNanos());

        assertThat(isSuppressed(otherNode, BOB)).isTrue();
    }

    @Test
    void addressOfThisServerShouldNeverBeSuppressed() {
        here.add(suppression(ACME, LOCAL)).block();

        assertThat(isSuppressed(here, LOCAL)).isFalse();
    }

    @Test
    void nothingShouldBeLeftOfARemovedOrganization() {
        here.add(suppression(ACME, BOB)).block();
        assertThat(isSuppressed(here, BOB)).isTrue();

        here.removeAll(ACME).block();

        assertThat(isSuppressed(here, BOB)).isFalse();
    }
}

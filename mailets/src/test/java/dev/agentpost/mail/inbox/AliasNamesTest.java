package dev.agentpost.mail.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AliasNamesTest {
    private static final String SHARED = "shared.localhost";
    private static final InboxAddress ALICE = new InboxAddress("alice-a1b2c3", SHARED);

    private final AliasNames testee = new AliasNames(SHARED);

    @ParameterizedTest
    @ValueSource(strings = {"sales", "alice", "sales-a1b2c3", "sales-team", "sales-berlin2", "a.b", "a1b2c4"})
    void otherNamesShouldBeFreeOnTheSharedDomain(String name) {
        assertThat(testee.refusal(ALICE, new InboxAddress(name, SHARED))).isEmpty();
    }

    /** A neighbour's address could be imitated. */
    @ParameterizedTest
    @ValueSource(strings = {"bob-d4e5f6", "alice-a1b2c4", "paypal-secure"})
    void nameThatLooksLikeAnInboxShouldBeRefused(String name) {
        assertThat(testee.refusal(ALICE, new InboxAddress(name, SHARED)).orElseThrow())
                .contains("is not the end of alice-a1b2c3@shared.localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"support", "billing", "no-reply"})
    void nameOfTheOperatorShouldBeRefusedOnTheSharedDomainAlone(String name) {
        assertThat(testee.refusal(ALICE, new InboxAddress(name, SHARED)).orElseThrow())
                .contains("operator");
        assertThat(testee.refusal(ALICE, new InboxAddress(name, "example.com"))).isEmpty();
    }

    /** "reserved names (postmaster, abuse, …) refused with a reason". */
    @ParameterizedTest
    @ValueSource(strings = {SHARED, "example.com"})
    void reservedNameShouldBeRefusedOnEveryDomain(String domain) {
        assertThat(testee.refusal(ALICE, new InboxAddress("postmaster", domain)))
                .contains("'postmaster' is reserved");
        assertThat(testee.refusal(ALICE, new InboxAddress("abuse", domain))).contains("'abuse' is reserved");
        assertThat(testee.refusal(ALICE, new InboxAddress("postmasters", domain)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob-d4e5f6", "paypal-secure"})
    void namesShouldBeFreeOnADomainOfOnesOwn(String name) {
        assertThat(testee.refusal(ALICE, new InboxAddress(name, "example.com"))).isEmpty();
    }
}

package dev.agentpost.mail.filterrule;

import static dev.agentpost.mail.filterrule.FilterRuleStoreContract.ofOrganization;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.admin.webadmin.Outage;
import dev.agentpost.mail.filterrule.memory.MemoryFilterRuleStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class FilterRulesTest {
    private static final RuleScope ALICE = FilterRuleStoreContract.newScope();
    private static final EnvelopeAddress OUTSIDER = EnvelopeAddress.parse("bob@example.com");

    private final Outage outage = new Outage();
    private final AtomicLong nanos = new AtomicLong();
    private final FilterRuleStore store = outage.before(FilterRuleStore.class, new MemoryFilterRuleStore());
    private final FilterRules rules = newNode();

    private FilterRules newNode() {
        return new FilterRules(store, domain -> Mono.just(domain.equals("here.example")), nanos::get);
    }

    private FilterDecision decide(FilterRules node, EnvelopeAddress address) {
        return node.decide(ALICE, Direction.SEND, address).block();
    }

    private FilterDecision decide(String address) {
        return decide(rules, EnvelopeAddress.parse(address));
    }

    private static FilterRule block(String address) {
        return ofOrganization(ALICE, Direction.SEND, RuleAction.BLOCK, new RulePattern(MatchType.ADDRESS, address));
    }

    /** "Changes apply everywhere within 2 seconds", here at once. */
    @Test
    void changeShouldHoldAtOnceWhereItIsMade() {
        FilterRule rule = block("bob@example.com");
        assertThat(decide(rules, OUTSIDER)).isEqualTo(FilterDecision.ALLOWED);

        rules.create(rule).block();
        assertThat(decide(rules, OUTSIDER)).isInstanceOf(FilterDecision.Blocked.class);

        rules.delete(ALICE.organization(), rule.id()).block();
        assertThat(decide(rules, OUTSIDER)).isEqualTo(FilterDecision.ALLOWED);
    }

    /** "Changes apply everywhere within 2 seconds", on another node after one. */
    @Test
    void changeShouldHoldOnAnotherNodeAfterASecond() {
        FilterRules otherNode = newNode();
        assertThat(decide(otherNode, OUTSIDER)).isEqualTo(FilterDecision.ALLOWED);
        rules.create(block("bob@example.com")).block();

        nanos.addAndGet(FilterRules.STALENESS.plusMillis(1).toNanos());

        assertThat(decide(otherNode, OUTSIDER)).isInstanceOf(FilterDecision.Blocked.class);
        assertThat(FilterRules.STALENESS).isLessThan(Duration.ofSeconds(2));
    }

    /** "A rule that cannot be read is a temporary failure, never a pass." */
    @Test
    void failureShouldNeitherPassNorBeRemembered() {
        rules.create(block("bob@example.com")).block();
        outage.begin(FilterRuleStore.class);
        assertThatThrownBy(() -> decide(rules, OUTSIDER)).hasMessageContaining("failed");

        outage.end();

        assertThat(decide(rules, OUTSIDER)).isInstanceOf(FilterDecision.Blocked.class);
    }

    /** "Tags (+x) of local addresses are ignored in matching." */
    @Test
    void tagOfALocalAddressShouldBeIgnored() {
        rules.create(block("bob@here.example")).block();

        assertThat(decide("bob+tag@here.example")).isInstanceOf(FilterDecision.Blocked.class);
        assertThat(decide("bobby@here.example")).isEqualTo(FilterDecision.ALLOWED);
    }

    @Test
    void tagOfAnAddressElsewhereShouldCount() {
        rules.create(block("bob@example.com")).block();

        assertThat(decide("bob+tag@example.com")).isEqualTo(FilterDecision.ALLOWED);
    }

    @Test
    void patternOfALocalAddressShouldLoseItsTag() {
        assertThat(rules.withoutLocalTag(new RulePattern(MatchType.ADDRESS, "bob+tag@here.example"))
                        .block())
                .isEqualTo(new RulePattern(MatchType.ADDRESS, "bob@here.example"));
        assertThat(rules.withoutLocalTag(new RulePattern(MatchType.ADDRESS, "bob+tag@example.com"))
                        .block())
                .isEqualTo(new RulePattern(MatchType.ADDRESS, "bob+tag@example.com"));
    }
}

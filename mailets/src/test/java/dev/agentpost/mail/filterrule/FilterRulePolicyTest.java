package dev.agentpost.mail.filterrule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Product, section 3, "Filter rules": what a set of rules says of an address. */
class FilterRulePolicyTest {
    private static final RuleScope ALICE = new RuleScope(OrganizationId.generate(), InboxId.generate());
    private static final EnvelopeAddress BOB = EnvelopeAddress.parse("bob@mail.example.com");

    /** @param rule such as {@code inbox block *.example.com} */
    private static FilterRule rule(String rule) {
        String[] words = rule.strip().split(" ");
        MatchType type = words[2].contains("@")
                ? MatchType.ADDRESS
                : words[2].startsWith("*") ? MatchType.SUBDOMAIN_WILDCARD : MatchType.DOMAIN;
        return new FilterRule(
                FilterRuleId.generate(),
                ALICE.organization(),
                Direction.SEND,
                RuleAction.parse(words[1]).orElseThrow(),
                RulePattern.parse(type, words[2]),
                words[0].equals("inbox") ? Optional.of(ALICE.inbox()) : Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private static List<FilterRule> rules(String text) {
        return Stream.of(text.split(","))
                .filter(rule -> !rule.isBlank())
                .map(FilterRulePolicyTest::rule)
                .toList();
    }

    private static MatchingRules matching(List<FilterRule> set) {
        return new MatchingRules(
                set.stream()
                        .filter(rule -> BOB.patterns().contains(rule.pattern()))
                        .toList(),
                set.stream().anyMatch(rule -> rule.action() == RuleAction.ALLOW));
    }

    private static FilterDecision decide(List<FilterRule> set) {
        return FilterRulePolicy.decide(ALICE, Direction.SEND, matching(set));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no rules                              | ''",
                "others are blocked                    | org block carol@mail.example.com, org block example.org",
                "the address is allowed                | org allow bob@mail.example.com",
                "the domain is allowed                 | org allow mail.example.com",
                "a parent is allowed                   | org allow *.example.com",
                "the top level is allowed              | org allow *.com",
                "a wildcard does not match its domain  | org block *.mail.example.com",
                "a domain does not match those below   | org block example.com",
                "nor a part of a label                 | org block *.ple.com, org block ple.com",
                "address before domain                 | org allow bob@mail.example.com, inbox block mail.example.com",
                "domain before wildcard                | org allow mail.example.com, inbox block *.example.com",
                "the longer of two wildcards           | org allow *.example.com, inbox block *.com",
                "on a tie the inbox before the organization | inbox allow mail.example.com, org block mail.example.com"
            })
    void mailShouldBeAllowed(String why, String set) {
        assertThat(decide(rules(set))).as(why).isEqualTo(FilterDecision.ALLOWED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the address        | 0 | org block bob@mail.example.com",
                "the domain         | 0 | org block mail.example.com",
                "a parent           | 0 | org block *.example.com",
                "the top level      | 0 | inbox block *.com",
                "address before domain | 1 | inbox allow mail.example.com, org block bob@mail.example.com",
                "domain before wildcard | 1 | inbox allow *.example.com, org block mail.example.com",
                "the longer of two wildcards | 1 | inbox allow *.com, org block *.example.com",
                "the inbox before the organization | 1 | org allow mail.example.com, inbox block mail.example.com",
                "block before allow | 1 | org allow mail.example.com, org block mail.example.com",
                "block before allow, of the inbox | 1 | inbox allow *.com, inbox block *.com, org allow *.com"
            })
    void mailShouldBeBlockedByTheRule(String why, int deciding, String set) {
        List<FilterRule> rules = rules(set);

        assertThat(decide(rules))
                .as(why)
                .isEqualTo(new FilterDecision.Blocked(ALICE, Direction.SEND, Optional.of(rules.get(deciding))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "an allow list of the organization | org allow carol@mail.example.com",
                "an allow list of the inbox        | inbox allow example.org",
                "a wildcard over the domain itself | org allow *.mail.example.com",
                "an allow rule among blocks        | org block example.org, inbox block example.net, org allow"
                        + " example.edu"
            })
    void mailShouldBeBlockedBecauseNoAllowRuleMatches(String why, String set) {
        assertThat(decide(rules(set)))
                .as(why)
                .isEqualTo(new FilterDecision.Blocked(ALICE, Direction.SEND, Optional.empty()));
    }

    /** The same decision whatever the order, and as the words have it, one by one: address, domain, the longer wildcard; then inbox; then block. */
    @RepeatedTest(200)
    void mostSpecificRuleShouldDecide(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<FilterRule> set = new ArrayList<>();
        List<String> values = List.of(
                "bob@mail.example.com",
                "carol@mail.example.com",
                "mail.example.com",
                "example.com",
                "*.mail.example.com",
                "*.example.com",
                "*.com",
                "*.org");
        for (int i = random.nextInt(7); i > 0; i--) {
            set.add(rule((random.nextBoolean() ? "inbox " : "org ")
                    + (random.nextBoolean() ? "allow " : "block ")
                    + values.get(random.nextInt(values.size()))));
        }

        FilterDecision expected = byTheWords(set);

        for (int i = 0; i < 5; i++) {
            Collections.shuffle(set, random);
            assertThat(decide(set) instanceof FilterDecision.Allowed)
                    .as("%s", set)
                    .isEqualTo(expected instanceof FilterDecision.Allowed);
        }
    }

    private static FilterDecision byTheWords(List<FilterRule> set) {
        for (String value : List.of("bob@mail.example.com", "mail.example.com", "*.example.com", "*.com")) {
            for (boolean ofInbox : List.of(true, false)) {
                for (RuleAction action : List.of(RuleAction.BLOCK, RuleAction.ALLOW)) {
                    for (FilterRule rule : set) {
                        if (rule.pattern().value().equals(value)
                                && rule.inbox().isPresent() == ofInbox
                                && rule.action() == action) {
                            return action == RuleAction.ALLOW
                                    ? FilterDecision.ALLOWED
                                    : new FilterDecision.Blocked(ALICE, Direction.SEND, Optional.of(rule));
                        }
                    }
                }
            }
        }
        return set.stream().anyMatch(rule -> rule.action() == RuleAction.ALLOW)
                ? new FilterDecision.Blocked(ALICE, Direction.SEND, Optional.empty())
                : FilterDecision.ALLOWED;
    }
}

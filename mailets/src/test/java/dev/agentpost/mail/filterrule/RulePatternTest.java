package dev.agentpost.mail.filterrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulePatternTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "ADDRESS, Bob@Example.COM, bob@example.com",
                "ADDRESS, ` bob@example.com `, bob@example.com",
                "ADDRESS, bob+news@example.com, bob+news@example.com",
                "ADDRESS, \"bob\"@example.com, bob@example.com",
                "ADDRESS, \"b\\ob\"@example.com, bob@example.com",
                "ADDRESS, \"bob smith\"@example.com, \"bob smith\"@example.com",
                "ADDRESS, \"bob\\\"s\"@example.com, \"bob\\\"s\"@example.com",
                "ADDRESS, \"b@b\"@example.com, \"b@b\"@example.com",
                "ADDRESS, bob@m\u00fcnchen.example, bob@xn--mnchen-3ya.example",
                "ADDRESS, bob@[192.0.2.1], bob@192.0.2.1",
                "DOMAIN, Example.COM, example.com",
                "DOMAIN, M\u00dcNCHEN.example, xn--mnchen-3ya.example",
                "DOMAIN, XN--mnchen-3ya.example, xn--mnchen-3ya.example",
                "DOMAIN, localhost, localhost",
                "DOMAIN, _dmarc.example.com, _dmarc.example.com",
                "DOMAIN, [192.0.2.1], 192.0.2.1",
                "SUBDOMAIN_WILDCARD, *.Example.com, *.example.com",
                "SUBDOMAIN_WILDCARD, *.com, *.com"
            })
    void valueShouldBeKeptInOneSpelling(MatchType type, String text, String value) {
        assertThat(RulePattern.parse(type, text)).isEqualTo(new RulePattern(type, value));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "ADDRESS, ``",
                "ADDRESS, example.com",
                "ADDRESS, @example.com",
                "ADDRESS, bob@",
                "ADDRESS, bob smith@example.com",
                "ADDRESS, b@b@example.com",
                "ADDRESS, .bob@example.com",
                "ADDRESS, b\u00f6b@example.com",
                "ADDRESS, bob@exam ple.com",
                "ADDRESS, bob@*.example.com",
                "ADDRESS, <bob@example.com>",
                "ADDRESS, \"\"@example.com",
                "DOMAIN, ``",
                "DOMAIN, @example.com",
                "DOMAIN, bob@example.com",
                "DOMAIN, *.example.com",
                "DOMAIN, example..com",
                "DOMAIN, .example.com",
                "DOMAIN, example.com.",
                "DOMAIN, -example.com",
                "DOMAIN, fa\u00df.example",
                "SUBDOMAIN_WILDCARD, example.com",
                "SUBDOMAIN_WILDCARD, *",
                "SUBDOMAIN_WILDCARD, *.",
                "SUBDOMAIN_WILDCARD, *.*.example.com",
                "SUBDOMAIN_WILDCARD, *example.com",
                "SUBDOMAIN_WILDCARD, mail.*.com"
            })
    void valueOfAnotherFormShouldBeRefused(MatchType type, String text) {
        assertThatThrownBy(() -> RulePattern.parse(type, text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void overlongPartsShouldBeRefused() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));

        assertThat(RulePattern.parse(MatchType.ADDRESS, "a".repeat(64) + "@example.com"))
                .isNotNull();
        assertThat(RulePattern.parse(MatchType.DOMAIN, longest)).isNotNull();
        assertThatThrownBy(() -> RulePattern.parse(MatchType.ADDRESS, "a".repeat(65) + "@example.com"))
                .hasMessageContaining("before the @");
        assertThatThrownBy(() -> RulePattern.parse(MatchType.DOMAIN, longest + "a"))
                .hasMessageContaining("domain");
        assertThatThrownBy(() -> RulePattern.parse(MatchType.DOMAIN, "a" + label + ".example"))
                .hasMessageContaining("domain");
    }

    @Test
    void patternsOfAnAddressShouldBeThoseThatMatchItMostSpecificFirst() {
        assertThat(EnvelopeAddress.of("Bob", "Mail.Example.COM").patterns())
                .extracting(RulePattern::value)
                .containsExactly("bob@mail.example.com", "mail.example.com", "*.example.com", "*.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "EXAMPLE.com", "ex\u00e4mple.com", "a b", "-x-"})
    void envelopeShouldNeverBeRefused(String domain) {
        assertThat(EnvelopeAddress.of("\"odd one\"", domain).patterns()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "bob+tag@example.com, bob@example.com",
                "bob+a+b@example.com, bob@example.com",
                "+bob@example.com, +bob@example.com",
                "\"bob +x\"@example.com, \"bob +x\"@example.com"
            })
    void tagShouldBeWhatFollowsThePlus(String address, String without) {
        assertThat(EnvelopeAddress.parse(address).withoutTag()).hasToString(without);
    }
}

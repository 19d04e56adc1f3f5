package dev.agentpost.mail.filterrule.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.filterrule.MatchType;
import dev.agentpost.mail.filterrule.RulePattern;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "ADDRESS, bob@mail.example.com, com.example.mail @bob",
                "ADDRESS, \"b @=* b\"@localhost, localhost @\"b @=* b\"",
                "DOMAIN, example.com, com.example =",
                "DOMAIN, localhost, localhost =",
                "DOMAIN, 192.0.2.1, 1.2.0.192 =",
                "SUBDOMAIN_WILDCARD, *.example.com, com.example *",
                "SUBDOMAIN_WILDCARD, *.com, com *"
            })
    void patternShouldBeReadBack(MatchType type, String value, String text) {
        RulePattern pattern = new RulePattern(type, value);

        assertThat(PatternText.of(pattern)).isEqualTo(text);
        assertThat(PatternText.parse(text)).isEqualTo(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " @bob", "com.example", "com.example ?", "com.example =x", "domain:example.com"})
    void otherTextShouldBeRefused(String text) {
        assertThatThrownBy(() -> PatternText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void domainShouldSortBeforeThoseBelowIt() {
        assertThat(Stream.of("com.example.mail @bob", "com *", "com.example =", "com.example-2 =", "com.example *")
                        .sorted(Comparator.naturalOrder()))
                .containsExactly("com *", "com.example *", "com.example =", "com.example-2 =", "com.example.mail @bob");
    }
}

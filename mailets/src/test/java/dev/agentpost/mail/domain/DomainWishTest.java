package dev.agentpost.mail.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainWishTest {
    private static final SharedDomain SHARED = new SharedDomain("mail.example.org");

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "Sub.Example.COM, sub.example.com",
        "b\u00fccher.example, xn--bcher-kva.example",
        "acme.co.uk, acme.co.uk",
        "example.org, example.org",
        "notmail.example.org, notmail.example.org"
    })
    void domainShouldBeKeptInLowerCaseAscii(String text, String expected) {
        assertThat(DomainWish.of(text, SHARED)).isEqualTo(new DomainWish.Possible(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "com",
                "192.0.2.1",
                "[192.0.2.1]",
                "[IPv6:2001:db8::1]",
                "2001:db8::1",
                "a..example.com",
                "-a.example.com",
                "a_b.example.com",
                "example.com.",
                "*.example.com",
                "user@example.com",
                "fa\u00df.example",
                "exa mple.com",
                ""
            })
    void whatIsNoDomainShouldBeRefused(String text) {
        assertThat(DomainWish.of(text, SHARED)).isInstanceOf(DomainWish.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail.example.org", "Mail.Example.Org", "acme.mail.example.org"})
    void theOperatorsDomainShouldBeRefused(String text) {
        assertThat(DomainWish.of(text, SHARED))
                .isInstanceOfSatisfying(DomainWish.Refused.class, refused -> assertThat(refused.reason())
                        .contains("belongs to the operator"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"co.uk", "github.io"})
    void publicSuffixShouldBeRefused(String text) {

        assertThat(DomainWish.of(text, SHARED)).isInstanceOf(DomainWish.Refused.class);
    }
}

package dev.agentpost.mail.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderAddressesTest {
    private static final int LONG = 200_000;

    @ParameterizedTest
    @ValueSource(strings = {"x", "x\\\"", "\\x", " "})
    void longQuotedStringShouldBeReadWithoutUsingUpTheStack(String repeated) {
        assertThat(HeaderAddresses.find("\"" + repeated.repeat(LONG) + "\" <alice@example.com>"))
                .containsOnly("alice@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\\)", "\\x"})
    void longCommentShouldBeReadWithoutUsingUpTheStack(String repeated) {
        assertThat(HeaderAddresses.find("alice@example.com (" + repeated.repeat(LONG) + ")"))
                .containsOnly("alice@example.com");
    }

    @Test
    void nestedCommentsShouldBeLeftOut() {
        assertThat(HeaderAddresses.find("alice@example.com (a (b@example.com (c)))"))
                .containsOnly("alice@example.com");
    }

    /** What a reader that goes back would take minutes for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(", "[", "<", "\\(", "<\"", "(\\", "x", "@", "x@", "=?", "=?x?q?", ":", "a:", ",", ";", "\"", "\"\\",
                "\r\n ("
            })
    @Timeout(20)
    void anyLongFieldShouldBeReadInTime(String repeated) {
        HeaderAddresses.find(repeated.repeat(1 << 20) + " <alice@example.com>");
        assertThat(HeaderAddresses.find(repeated.repeat(1 << 20))).doesNotContain("alice@example.com");
    }

    @Test
    void bracketThatDoesNotEndShouldNotHideTheAddress() {
        assertThat(HeaderAddresses.find("[Bot <alice@example.com>")).containsOnly("alice@example.com");
    }

    @Test
    void deepCommentsShouldNotBeRead() {
        assertThat(HeaderAddresses.find("alice@example.com " + "(".repeat(LONG) + ")".repeat(LONG)))
                .isEmpty();
    }
}

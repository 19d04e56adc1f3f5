package dev.agentpost.mail.mailaccess.imap.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeAddressTest {
    /** What a reader that goes back would take minutes for. */
    @ParameterizedTest
    @ValueSource(strings = {"(", "<\"", "=?", "=?x?q?", "\"", "x ", "x:y,", "a<b>,", "a (b), ", "\u00e4"})
    @Timeout(120)
    void anyLongFieldShouldBeReadInTime(String repeated) {
        EnvelopeAddress.parse(repeated.repeat((1 << 21) / repeated.length()) + " <alice@example.com>");
    }

    @Test
    void memberThatIsTooLongShouldNotHideTheOthers() {
        assertThat(EnvelopeAddress.parse(
                        "bob@example.com, " + "x ".repeat(20_000) + "<y@example.com>, alice@example.com"))
                .extracting(address -> address.getMailboxName())
                .containsExactly("bob", "alice");
    }
}

package dev.agentpost.mail.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Product, idempotency: "1 to 256 printable characters". */
class IdempotencyKeyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "order 66", "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~", "5f0c9a52-58c4-4a3b-9f0e-1f3f1a3c7f11"})
    void printableCharactersShouldBeAKey(String key) {
        assertThat(IdempotencyKey.parse(" " + key)).contains(new IdempotencyKey(key));
    }

    @Test
    void longestKeyShouldHave256Characters() {
        assertThat(IdempotencyKey.parse("k".repeat(256))).isPresent();
        assertThat(IdempotencyKey.parse("k".repeat(257))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "a\tb", "a\u0000b", "a\u007fb", "schl\u00fcssel"})
    void everythingElseShouldBeNone(String value) {
        assertThat(IdempotencyKey.parse(value)).isEmpty();
    }
}

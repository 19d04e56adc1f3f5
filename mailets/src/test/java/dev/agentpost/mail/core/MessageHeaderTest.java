package dev.agentpost.mail.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageHeaderTest {
    private static MessageHeader parse(String text) {
        return MessageHeader.parse(text.getBytes(StandardCharsets.ISO_8859_1)).orElseThrow();
    }

    @Test
    void fieldsShouldBeUnfolded() {
        MessageHeader header = parse("Subject: a\r\n b\r\n\tc\r\nFROM : d\r\n\r\n");

        assertThat(header.values("subject")).containsExactly(" a b\tc");
        assertThat(header.values("from")).containsExactly(" d");
        assertThat(header.has("to")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" a\r\n", "no field\r\n", ": a\r\n", "A B: c\r\n"})
    void lineThatIsNoFieldShouldMakeItUnreadable(String text) {
        assertThat(MessageHeader.parse(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isEmpty();
    }

    /** What adding line after line to a text would take minutes for. */
    @Test
    @Timeout(20)
    void fieldOfManyLinesShouldBeReadInTime() {
        assertThat(parse("Subject: a" + "\r\n b".repeat(300_000)).values("subject"))
                .singleElement()
                .asString()
                .hasSize(600_002);
    }
}

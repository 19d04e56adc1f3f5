package dev.agentpost.mail.core.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeCommandTest {
    private static final int LONG = 200_000;

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.", "\\a", ".", "<", "@", "a@b."})
    void longPathShouldBeNoMailboxWithoutUsingUpTheStack(String repeated) {
        for (String path : new String[] {
            repeated.repeat(LONG), "\"" + repeated.repeat(LONG) + "\"@example.com", "a@" + repeated.repeat(LONG) + "b"
        }) {
            assertThat(EnvelopeCommand.parse("TO", "TO:<" + path + ">").flatMap(EnvelopeCommand::address))
                    .isEmpty();
        }
    }
}

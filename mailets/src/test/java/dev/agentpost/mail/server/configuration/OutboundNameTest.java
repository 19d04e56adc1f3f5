package dev.agentpost.mail.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "mail", "mail.localhost", "mx.office.local", "192.0.2.1", "2001:db8::1"})
    void nameThatTheWorldDoesNotKnowShouldBeWarnedOf(String host) {
        assertThat(OutboundName.warning(OutboundMode.DIRECT, host))
                .hasValueSatisfying(warning -> assertThat(warning).contains("PUBLIC_HOST is " + host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail.example.org", "example.org", "xn--bcher-kva.example"})
    void nameOfTheWorldShouldBeFine(String host) {
        assertThat(OutboundName.warning(OutboundMode.DIRECT, host)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = OutboundMode.class,
            names = {"SINK", "SMARTHOST"})
    void nameShouldNotMatterWhenTheWorldDoesNotHearIt(OutboundMode mode) {
        assertThat(OutboundName.warning(mode, "localhost")).isEmpty();
    }
}

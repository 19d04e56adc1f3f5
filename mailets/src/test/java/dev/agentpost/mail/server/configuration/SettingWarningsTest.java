package dev.agentpost.mail.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingWarningsTest {

    @Test
    void knownSettingShouldNotBeWarnedOf() {
        assertThat(SettingWarnings.of(Map.of("SMTPS_PORT", "1"))).isEmpty();
    }

    @Test
    void variableOfAnotherProgramShouldNotBeWarnedOf() {
        assertThat(SettingWarnings.of(Map.of("PATH", "/bin", "JAVA_HOME", "/jdk", "LANG", "C", "PORT", "1")))
                .isEmpty();
    }

    @Test
    void typingErrorShouldBeWarnedOfWithWhatIsMeant() {
        assertThat(SettingWarnings.of(Map.of("SMTP_PORT", "1", "SHARED_DOMIAN", "x")))
                .containsExactly(
                        "SHARED_DOMIAN is not a setting and has no effect: is SHARED_DOMAIN meant?",
                        "SMTP_PORT is not a setting and has no effect: is SMTPS_PORT meant?");
    }

    @Test
    void unknownCassandraVariableShouldBeWarnedOf() {
        assertThat(SettingWarnings.of(Map.of("CASSANDRA_CONSISTENCY", "ONE")))
                .containsExactly("CASSANDRA_CONSISTENCY is not a setting and has no effect");
    }
}

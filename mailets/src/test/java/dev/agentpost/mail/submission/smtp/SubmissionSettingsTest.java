package dev.agentpost.mail.submission.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.core.smtp.ListenerNumbers;
import java.time.Duration;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionSettingsTest {
    private final BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();

    @Test
    void defaultsShouldBeThoseOfTheProduct() throws ConfigurationException {
        assertThat(SubmissionSettings.from(new ListenerNumbers("smtpserver.xml", configuration)))
                .isEqualTo(new SubmissionSettings(
                        73_400_320,
                        100,
                        1_048_576,
                        1_114_112,
                        1000,
                        10,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(300)));
    }

    @Test
    void everySettingShouldBeRead() throws ConfigurationException {
        configuration.addProperty("maxMessageBytes", "1");
        configuration.addProperty("maxRecipients", "2");
        configuration.addProperty("maxLineBytes", "3");
        configuration.addProperty("maxHeaderBytes", "4");
        configuration.addProperty("maxHeaderFields", "5");
        configuration.addProperty("maxUnknownCommands", "6");
        configuration.addProperty("loginDeadlineSeconds", "7");
        configuration.addProperty("idleTimeoutSeconds", "8");

        assertThat(SubmissionSettings.from(new ListenerNumbers("smtpserver.xml", configuration)))
                .isEqualTo(new SubmissionSettings(1, 2, 3, 4, 5, 6, Duration.ofSeconds(7), Duration.ofSeconds(8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "", "1.5", "99999999999"})
    void badValueShouldBeNamed(String value) {
        configuration.addProperty("maxRecipients", value);

        assertThatThrownBy(() -> SubmissionSettings.from(new ListenerNumbers("smtpserver.xml", configuration)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("maxRecipients is '" + value + "'")
                .hasMessageContaining("from 1 to 10000");
    }
}

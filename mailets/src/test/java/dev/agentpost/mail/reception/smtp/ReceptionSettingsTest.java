package dev.agentpost.mail.reception.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.core.CidrBlock;
import dev.agentpost.mail.core.smtp.ListenerNumbers;
import dev.agentpost.mail.reception.RemoteLimits;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceptionSettingsTest {
    private final BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();

    private ReceptionSettings read() throws ConfigurationException {
        return ReceptionSettings.from(new ListenerNumbers("mxserver.xml", configuration));
    }

    @Test
    void defaultsShouldBeThoseOfTheProduct() throws ConfigurationException {
        assertThat(read())
                .isEqualTo(new ReceptionSettings(
                        73_400_320,
                        100,
                        1_048_576,
                        262_144,
                        1000,
                        10,
                        20,
                        50,
                        Duration.ofSeconds(300),
                        Duration.ofHours(1),
                        new RemoteLimits(20, 60, 300, 2000, List.of()),
                        DmarcPolicy.REPORT));
    }

    @Test
    void everySettingShouldBeRead() throws ConfigurationException {
        List<String> numbers = List.of(
                "maxMessageBytes",
                "maxRecipients",
                "maxLineBytes",
                "maxHeaderBytes",
                "maxHeaderFields",
                "maxUnknownCommands",
                "maxUnknownRecipients",
                "maxReceivedFields",
                "idleTimeoutSeconds",
                "maxSessionSeconds",
                "maxConnectionsPerAddress",
                "maxNewConnectionsPerMinute",
                "maxMessagesPerMinute",
                "maxConnections");
        Stream.iterate(0, i -> i < numbers.size(), i -> i + 1)
                .forEach(i -> configuration.addProperty(numbers.get(i), i + 1));
        configuration.addProperty("unlimitedNetworks", "192.0.2.0/24, 2001:db8::/32");
        configuration.addProperty("dmarcPolicy", "honour");

        assertThat(read())
                .isEqualTo(new ReceptionSettings(
                        1,
                        2,
                        3,
                        4,
                        5,
                        6,
                        7,
                        8,
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(10),
                        new RemoteLimits(
                                11,
                                12,
                                13,
                                14,
                                List.of(CidrBlock.parse("192.0.2.0/24"), CidrBlock.parse("2001:db8::/32"))),
                        DmarcPolicy.HONOUR));
    }

    @ParameterizedTest
    @CsvSource({
        "maxConnections, 0, from 1 to 1000000",
        "maxReceivedFields, many, from 1 to 1000",
        "unlimitedNetworks, 192.0.2.0/33, is not a network",
        "dmarcPolicy, reject, report or honour is expected"
    })
    void badValueShouldBeNamed(String key, String value, String allowed) {
        configuration.addProperty(key, value);

        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("mxserver.xml: " + key)
                .hasMessageContaining(value)
                .hasMessageContaining(allowed);
    }
}

package dev.agentpost.mail.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedFieldTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String ID = "01M7Y5ZAXNDRRD867SBWVWTSHV";

    private static String render(String clientName, String address, Optional<String> recipient) {
        return new ReceivedField(
                        clientName, InetAddresses.forString(address), "mail.example.org", "ESMTPSA", ID, recipient, NOW)
                .render();
    }

    @Test
    void fieldShouldFollowTheStandard() {
        assertThat(render("client.example.com", "192.0.2.1", Optional.of("bob@example.com")))
                .isEqualTo(
                        """
                        Received: from client.example.com ([192.0.2.1])\r
                        \tby mail.example.org with ESMTPSA id 01M7Y5ZAXNDRRD867SBWVWTSHV\r
                        \tfor <bob@example.com>;\r
                        \tFri, 2 Jan 2026 03:04:05 +0000\r
                        """);
    }

    @Test
    void recipientsShouldBeLeftOut() {
        assertThat(render("client", "192.0.2.1", Optional.empty())).doesNotContain("for");
    }

    @Test
    void addressOfVersion6ShouldBeALiteral() {
        assertThat(render("[IPv6:2001:db8::1]", "2001:db8::1", Optional.empty()))
                .startsWith("Received: from [IPv6:2001:db8::1] ([IPv6:2001:db8:0:0:0:0:0:1])\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "my laptop", "a;b", "(comment", "bücher", "a\"b", "<x>"})
    void nameThatIsNoneShouldNotGetIn(String name) {
        assertThat(render(name, "192.0.2.1", Optional.empty())).startsWith("Received: from unknown ([192.0.2.1])");
    }
}

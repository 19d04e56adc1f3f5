package dev.agentpost.mail.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.state.ServerPorts;
import dev.agentpost.mail.tls.CertificateFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadyMessageTest {
    private static ReadyMessage message(Map<String, String> variables) {
        return new ReadyMessage(
                ServerSettings.from(variables),
                ServerPorts.of(ServerSettings.from(variables).listeners()),
                Path.of("/data"),
                new CertificateFiles(Path.of("/data/server.pem"), Path.of("/data/server.key"), Optional.empty()),
                new FirstInbox.Made(Optional.empty(), Optional.empty()));
    }

    private static String text(Map<String, String> variables) {
        return message(variables).toText();
    }

    /** "sink (… the default of the local quick start, said at start)". */
    @Test
    void whatBecomesOfMailForOtherDomainsShouldBeSaid() {
        assertThat(text(Map.of())).containsPattern("Outbound mail +sink: .* nothing leaves this machine");
        assertThat(text(Map.of("OUTBOUND_MODE", "direct"))).containsPattern("Outbound mail +direct: ");
        assertThat(text(Map.of("OUTBOUND_MODE", "smarthost", "SMARTHOST_URL", "smtp://relay.example.org:587")))
                .containsPattern("Outbound mail +smarthost: relay.example.org, port 587");
    }

    /** As in a container whose port of the host was moved. */
    @Test
    void settingsPageShouldBeAtThePublicPort() {
        Map<String, String> moved =
                Map.of("BIND_ADDRESS", "0.0.0.0", "PUBLIC_HOST", "mail.example.org", "PUBLIC_API_PORT", "18080");

        assertThat(text(moved))
                .containsPattern("(?m)^ *Settings page +https://mail\\.example\\.org:18080/setup$")
                .containsPattern("(?m)^ *API +https://mail\\.example\\.org:18080$");
    }

    @Test
    void settingsPageBehindAProxyShouldBeAtTheProxy() {
        Map<String, String> proxied = Map.of("API_TLS", "proxy", "PUBLIC_HOST", "mail.example.org");

        assertThat(text(proxied))
                .containsPattern("(?m)^ *Settings page +https://mail\\.example\\.org/setup$")
                .containsPattern("(?m)^ *API +https://mail\\.example\\.org$");
    }

    /** PUBLIC_API_PORT is where there is TLS. */
    @Test
    void settingsPageWithoutTlsShouldBeAtTheListener() {
        assertThat(text(Map.of("API_PORT", "8081", "PUBLIC_API_PORT", "18080")))
                .containsPattern("(?m)^ *Settings page +http://127\\.0\\.0\\.1:8081/setup$");
    }

    @Test
    void publicAddressOfIpv6ShouldStandInBrackets() {
        assertThat(text(Map.of("API_TLS", "true", "PUBLIC_HOST", "2001:db8::25")))
                .contains("https://[2001:db8::25]:8080/setup");
    }

    @Test
    void jsonShouldHaveThePortOfTheListener() {
        assertThat(message(Map.of("API_TLS", "true", "PUBLIC_API_PORT", "18080"))
                        .toJson())
                .contains("\"api\":8080,");
    }
}

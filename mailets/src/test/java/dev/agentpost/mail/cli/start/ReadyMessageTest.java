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
    private static String text(Map<String, String> variables) {
        return new ReadyMessage(
                        ServerSettings.from(variables),
                        ServerPorts.of(ServerSettings.from(variables).listeners()),
                        Path.of("/data"),
                        new CertificateFiles(
                                Path.of("/data/server.pem"), Path.of("/data/server.key"), Optional.empty()),
                        new FirstInbox.Made(Optional.empty(), Optional.empty()))
                .toText();
    }

    /** "sink (… the default of the local quick start, said at start)". */
    @Test
    void whatBecomesOfMailForOtherDomainsShouldBeSaid() {
        assertThat(text(Map.of())).containsPattern("Outbound mail +sink: .* nothing leaves this machine");
        assertThat(text(Map.of("OUTBOUND_MODE", "direct"))).containsPattern("Outbound mail +direct: ");
        assertThat(text(Map.of("OUTBOUND_MODE", "smarthost", "SMARTHOST_URL", "smtp://relay.example.org:587")))
                .containsPattern("Outbound mail +smarthost: relay.example.org, port 587");
    }
}

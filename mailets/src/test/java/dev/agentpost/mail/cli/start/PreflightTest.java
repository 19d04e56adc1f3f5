package dev.agentpost.mail.cli.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.server.ServerCertificates;
import dev.agentpost.mail.server.configuration.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {
    @TempDir
    Path parent;

    private Path data;
    private Map<String, String> variables;

    @BeforeEach
    void setUp() throws IOException {
        data = parent.resolve("data");
        variables = new HashMap<>();
        for (String key : new String[] {"SMTPS_PORT", "IMAPS_PORT", "MX_PORT", "WEBADMIN_PORT", "API_PORT"}) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                variables.put(key, Integer.toString(socket.getLocalPort()));
            }
        }
    }

    @Test
    void missingFolderShouldBeMade() {
        assertThatCode(() -> check(0)).doesNotThrowAnyException();
        assertThat(data).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SMTPS_PORT", "IMAPS_PORT", "MX_PORT", "WEBADMIN_PORT", "API_PORT"})
    void portInUseShouldBeNamedWithItsSetting(String key) throws IOException {
        int port = Integer.parseInt(variables.get(key));
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> check(0))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessage("port " + port + " of 127.0.0.1 is in use: set " + key
                            + " to another, or end what uses it");
        }
    }

    @Test
    void addressOfAnotherMachineShouldBeRefused() {
        variables.put("BIND_ADDRESS", "192.0.2.1");

        assertThatThrownBy(() -> check(0))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("BIND_ADDRESS=192.0.2.1 is not an address of this machine");
    }

    @Test
    void fileInPlaceOfTheFolderShouldBeRefused() throws IOException {
        Files.writeString(data, "a file");

        assertThatThrownBy(() -> check(0))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("the data folder " + data + " is a file");
    }

    @Test
    void folderBelowAFileShouldBeRefused() throws IOException {
        Files.writeString(parent.resolve("file"), "a file");
        data = parent.resolve("file/data");

        assertThatThrownBy(() -> check(0))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("the data folder " + data + " is not writable: ");
    }

    @Test
    void folderThatIsNotWritableShouldBeRefused() throws IOException {
        Assumptions.assumeFalse(System.getProperty("user.name").equals("root"), "root may write everywhere");
        Files.createDirectory(data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));

        assertThatThrownBy(() -> check(0))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("the data folder " + data + " is not writable: permission denied");
    }

    @Test
    void fullDiskShouldBeRefused() {
        assertThatThrownBy(() -> check(Long.MAX_VALUE))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("the disk of the data folder " + data + " is full: ");
    }

    @Test
    void operatorsCertificateShouldBeLookedAt() {
        variables.put("TLS_CERTIFICATE", "/nowhere/chain.pem");
        variables.put("TLS_PRIVATE_KEY", "/nowhere/key.pem");

        assertThatThrownBy(() -> check(0))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("the certificate file /nowhere/chain.pem does not exist");
    }

    private void check(long minFreeBytes) throws CommandFailure {
        ServerSettings settings = ServerSettings.from(variables);
        new Preflight(settings, data, ServerCertificates.from(settings, data, Clock.systemUTC()), minFreeBytes).check();
    }
}

package dev.agentpost.mail.cli.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.backup.UnfinishedRestore;
import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.server.ServerCertificates;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.tls.CertificateNames;
import dev.agentpost.mail.tls.OwnCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
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
    void setUp() {
        data = parent.resolve("data");
        variables = FreePorts.settings();
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
    void folderOfARestoreThatWasCutOffShouldBeRefused() throws IOException {
        Files.createDirectory(data);
        UnfinishedRestore.begin(data);

        assertThatThrownBy(() -> check(0))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("a restore into " + data + " was cut off: delete what is in it, and restore again");
    }

    @Test
    void fileInPlaceOfTheFolderShouldBeRefused() throws IOException {
        Files.writeString(data, "a file");

        assertThatThrownBy(() -> check(0))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("the data folder " + data + " is a file");
    }

    /** A part of the class path lies in it. */
    @Test
    void folderWithAColonInItsNameShouldBeRefused() {
        data = parent.resolve("mail-10:00");

        assertThatThrownBy(() -> check(0))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("Java cannot run with a data folder that has a colon in its name: " + data);
        assertThat(data).doesNotExist();
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
                .hasMessageStartingWith("the data folder " + data + " is not writable: permission denied (" + data
                        + " belongs to user ");
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
                .hasMessage(
                        "TLS_CERTIFICATE and TLS_PRIVATE_KEY: the certificate file /nowhere/chain.pem does not exist");
    }

    @Test
    void keyOfAnotherCertificateShouldBeRefused() throws Exception {
        own("one").refresh();
        own("other").refresh();
        variables.put("TLS_CERTIFICATE", parent.resolve("one/server.pem").toString());
        variables.put("TLS_PRIVATE_KEY", parent.resolve("other/server.key").toString());

        assertThatThrownBy(() -> check(0))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "TLS_CERTIFICATE and TLS_PRIVATE_KEY: the private key in " + parent.resolve("other/server.key")
                                + " does not belong to the certificate in " + parent.resolve("one/server.pem"));

        variables.put("TLS_PRIVATE_KEY", parent.resolve("one/server.key").toString());
        assertThatCode(() -> check(0)).doesNotThrowAnyException();
    }

    private OwnCertificate own(String folder) {
        return new OwnCertificate(
                parent.resolve(folder), CertificateNames.of("localhost", List.of()), Clock.systemUTC());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CASSANDRA_PASSWORD_FILE", "SMARTHOST_PASSWORD_FILE"})
    void fileOfASecretShouldBeThereAndNotEmpty(String setting) throws IOException {
        Path file = parent.resolve("secret");
        variables.put("OUTBOUND_MODE", "smarthost");
        variables.put("SMARTHOST_URL", "smtp://agent@relay.example.org");
        variables.put("CASSANDRA_CONTACT_POINTS", "cassandra");
        variables.put("CASSANDRA_USERNAME", "james");
        Path good = Files.writeString(parent.resolve("good"), "secret\n");
        variables.put("CASSANDRA_PASSWORD_FILE", good.toString());
        variables.put("SMARTHOST_PASSWORD_FILE", good.toString());
        assertThatCode(() -> check(0)).doesNotThrowAnyException();

        variables.put(setting, file.toString());
        assertThatThrownBy(() -> check(0))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("the file of " + setting + "=" + file + " cannot be read: it does not exist");
        Files.writeString(file, " \n");
        assertThatThrownBy(() -> check(0)).hasMessage("the file of " + setting + "=" + file + " is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CASSANDRA_TLS_CA", "SMARTHOST_CA"})
    void fileOfAnAuthorityShouldHoldACertificate(String setting) throws Exception {
        own("own").refresh();
        Path authority = parent.resolve("own/ca.pem");
        variables.put("OUTBOUND_MODE", "smarthost");
        variables.put("SMARTHOST_URL", "smtp://relay.example.org");
        variables.put("CASSANDRA_CONTACT_POINTS", "cassandra");
        variables.put("CASSANDRA_TLS", "true");
        variables.put(setting, authority.toString());
        assertThatCode(() -> check(0)).doesNotThrowAnyException();

        Files.writeString(authority, "no certificate");
        assertThatThrownBy(() -> check(0))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("the file of " + setting + "=" + authority + " holds no certificate");
        Files.writeString(authority, "");
        assertThatThrownBy(() -> check(0))
                .hasMessage("the file of " + setting + "=" + authority + " holds no certificate");
        Files.delete(authority);
        assertThatThrownBy(() -> check(0))
                .hasMessage("the file of " + setting + "=" + authority + " cannot be read: it does not exist");
    }

    @Test
    void adminTokenThatIsNoneShouldBeRefused() throws IOException {
        Path token = Files.writeString(parent.resolve("token"), "short");
        variables.put("ADMIN_TOKEN_FILE", token.toString());

        assertThatThrownBy(() -> check(0))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("the file " + token + " holds no admin token: ");

        Files.writeString(token, "");
        assertThatThrownBy(() -> check(0)).hasMessageStartingWith("the file " + token + " holds no admin token: ");
    }

    @Test
    void adminTokenFileThatIsNotThereYetShouldBeLeftToTheServerIfItCanBeMade() throws IOException {
        variables.put("ADMIN_TOKEN_FILE", parent.resolve("token").toString());
        assertThatCode(() -> check(0)).doesNotThrowAnyException();

        Files.writeString(parent.resolve("file"), "");
        variables.put("ADMIN_TOKEN_FILE", parent.resolve("file/token").toString());
        assertThatThrownBy(() -> check(0))
                .hasMessageStartingWith("the file of ADMIN_TOKEN_FILE=" + parent.resolve("file/token") + " cannot be ");
    }

    private void check(long minFreeBytes) throws CommandFailure {
        ServerSettings settings = ServerSettings.from(variables);
        new Preflight(settings, data, ServerCertificates.from(settings, data, Clock.systemUTC()), minFreeBytes).check();
    }
}

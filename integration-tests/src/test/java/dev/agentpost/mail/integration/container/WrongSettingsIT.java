package dev.agentpost.mail.integration.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.integration.harness.Docker;
import dev.agentpost.mail.integration.harness.RunningServer.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers that cannot start end, and say why. */
class WrongSettingsIT {
    private static final String SETTINGS = "/opt/agentpost/james-conf/settings.properties";
    private static final String PORTS_FROM = "net.ipv4.ip_unprivileged_port_start";

    @BeforeAll
    @Timeout(3_600)
    static void build() {
        Docker.image();
    }

    @Test
    void misspeltVariableShouldBeNamed() {
        assertThat(end("-e", "CASSANDRA_CONTACT_POINT=db:9042"))
                .isEqualTo("agentpost: CASSANDRA_CONTACT_POINT is not a setting: is CASSANDRA_CONTACT_POINTS meant?");
    }

    @Test
    void valueThatIsNotAllowedShouldBeNamed() {
        assertThat(end("-e", "OUTBOUND_MODE=pigeon")).startsWith("agentpost: OUTBOUND_MODE=pigeon is not allowed: ");
    }

    @Test
    void misspeltLineOfAMountedFileShouldBeNamed(@TempDir Path folder) throws IOException {
        assertThat(end("-v", settings(folder, "SMTP_PORT=465")))
                .isEqualTo("agentpost: " + SETTINGS + ": SMTP_PORT is not a setting: is SMTPS_PORT meant?");
    }

    /** Before what the image has for it. */
    @Test
    void lineOfAMountedFileShouldCount(@TempDir Path folder) throws IOException {
        assertThat(end("-v", settings(folder, "SMTPS_PORT=many")))
                .startsWith("agentpost: " + SETTINGS + ": SMTPS_PORT=many is not allowed: ");
    }

    private static String settings(Path folder, String line) throws IOException {
        Path file = Files.writeString(folder.resolve("settings.properties"), line + "\n");
        // the user of the container is another one
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file + ":" + SETTINGS + ":ro";
    }

    @Test
    void keyFileThatTheServerMayNotReadShouldBeNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key.pem"), "secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));

        assertThat(end(
                        "-v",
                        file + ":/run/secrets/key.pem:ro",
                        "-e",
                        "TLS_CERTIFICATE=/etc/ssl/certs/ca-certificates.crt",
                        "-e",
                        "TLS_PRIVATE_KEY=/run/secrets/key.pem"))
                .isEqualTo("agentpost: TLS_CERTIFICATE and TLS_PRIVATE_KEY: the private key file /run/secrets/key.pem"
                        + " cannot be read: permission denied");
    }

    @Test
    void portWithoutPermissionShouldBeNamed() {
        assertThat(end("--sysctl", PORTS_FROM + "=1024"))
                .matches("agentpost: this user may not open port \\d+: set \\w+_PORT .*");
    }

    @Test
    void cassandraThatDoesNotAnswerShouldBeAwaitedForAWhile() {
        Outcome outcome = run("-e", "CASSANDRA_CONTACT_POINTS=127.0.0.1:9", "-e", "CASSANDRA_WAIT_SECONDS=5");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .containsSubsequence("waiting for Cassandra at", "agentpost: the server could not start: no Cassandra");
    }

    @Test
    void stopShouldEndTheWaitForACassandraThatDoesNotAnswer() {
        String name = "agentpost-waits-" + ProcessHandle.current().pid();
        Docker.run(
                "run",
                "-d",
                "--name",
                name,
                "--read-only",
                "--tmpfs",
                "/tmp",
                "--cap-drop",
                "ALL",
                "-e",
                "CASSANDRA_CONTACT_POINTS=127.0.0.1:9",
                "-e",
                "CASSANDRA_WAIT_SECONDS=600",
                Docker.image());
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Docker.tryRun("logs", name).err().contains("waiting for Cassandra at"));

            Docker.run("stop", "-t", "60", name);

            // 137 would be a kill when the 60 s were over
            assertThat(Docker.inspect(name).at("/State/ExitCode").asInt()).isZero();
        } finally {
            Docker.tryRun("rm", "-f", name);
        }
    }

    /** The one line that a container prints that ends at once. */
    private static String end(String... options) {
        long begin = System.nanoTime();
        Outcome outcome = run(options);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1);
        return outcome.err().strip();
    }

    private static Outcome run(String... options) {
        List<String> command =
                new ArrayList<>(List.of("run", "--rm", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"));
        command.addAll(Arrays.asList(options));
        command.add(Docker.image());
        return Docker.tryRun(command.toArray(new String[0]));
    }
}

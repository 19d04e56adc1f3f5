package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.integration.harness.AdminApi;
import dev.agentpost.mail.integration.harness.ListeningPorts;
import dev.agentpost.mail.integration.harness.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the outside can reach, and what must not be there. */
class SurfaceIT {
    private final RunningServer server = RunningServer.shared();

    @Test
    void serverShouldListenOnItsFivePortsOnly() {
        assertThat(ListeningPorts.of(server.serverPid()))
                .containsExactlyInAnyOrder(
                        "127.0.0.1:" + server.smtpsPort(),
                        "127.0.0.1:" + server.imapsPort(),
                        "127.0.0.1:" + server.mxPort(),
                        "127.0.0.1:" + server.webadminPort(),
                        "127.0.0.1:" + server.apiPort());
    }

    @Test
    void cassandraShouldListenOnLoopbackOnly() {
        assertThat(ListeningPorts.of(server.cassandraPid()))
                .hasSizeBetween(1, 2)
                .allMatch(address -> address.startsWith("127."));
    }

    @Test
    void plainClientShouldGetNoGreetingOnMailPorts() throws IOException {
        for (int port : Set.of(server.smtpsPort(), server.imapsPort())) {
            try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                        .write("EHLO plain.example.com\r\na1 CAPABILITY\r\n".getBytes(StandardCharsets.US_ASCII));

                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

                assertThat(answer).doesNotContain("220", "250", "* OK", "CAPABILITY");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/organizations", "/healthcheck", "/mailQueues", "/mailRepositories", "/tasks", "/nothing"})
    void adminRoutesShouldNeedTheToken(String path) {
        AdminApi admin = server.admin();

        assertThat(admin.withToken("").send("GET", path, "").statusCode()).isEqualTo(401);
        assertThat(admin.withToken("wrong").send("GET", path, "").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /users",
        "PUT, /users/x@shared.localhost",
        "POST, /users/x@shared.localhost/verify",
        "GET, /domains",
        "PUT, /domains/example.com",
        "GET, /dlp/rules/example.com",
        "GET, /address/groups",
        "GET, /address/aliases",
        "GET, /address/forwards",
        "GET, /mappings",
        "GET, /users/x@shared.localhost/mailboxes",
        "GET, /users/x@shared.localhost/allowedFromHeaders",
        "PUT, /users/x@shared.localhost/authorizedUsers/y@shared.localhost",
        "GET, /quota",
        "GET, /jmap/uploads",
        "GET, /sieve/x@shared.localhost",
        "GET, /vacation/x@shared.localhost"
    })
    void stockRoutesThatPassByOurModelShouldNotBeThere(String method, String path) {
        assertThat(server.admin()
                        .send(method, path, method.equals("GET") ? "" : "{}")
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthcheck", "/mailQueues", "/mailRepositories", "/tasks"})
    void stockRoutesForTheOperatorShouldBeThere(String path) {
        assertThat(server.admin().send("GET", path, "").statusCode()).isEqualTo(200);
    }

    @Test
    void processesShouldOfferNoJmx() throws IOException {
        assertThat(commandLine(server.serverPid())).doesNotContain("jmxremote");
        // Cassandra's own start script is not used, and with it goes its JMX port
        assertThat(commandLine(server.cassandraPid())).doesNotContain("jmxremote.port", "jmx.local.port");
    }

    @Test
    void secretsShouldBeReadableByTheirOwnerOnly() throws IOException {
        for (String file : Set.of("admin-token", "tls/ca.key", "tls/server.key")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(server.data().resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void logShouldNotHoldKeyOfFirstInbox() throws IOException {
        String key = server.ready().get("first_key").asText();

        assertThat(Files.readString(server.data().resolve("logs/server.log"))).doesNotContain(key);
    }

    private static String commandLine(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
    }
}

package dev.agentpost.mail.cassandra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import dev.agentpost.mail.cassandra.TestCassandra;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests on one data folder, in order, since each start takes seconds; each leaves Cassandra running. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedCassandraTest {
    private static final Duration RESTART_LIMIT = Duration.ofSeconds(120);
    private static final int ROWS = 200;

    private final List<String> progress = new CopyOnWriteArrayList<>();
    private EmbeddedCassandraConfiguration configuration;
    private EmbeddedCassandra cassandra;

    @BeforeAll
    void startOnAnEmptyFolder(@TempDir Path temporary) {
        configuration = TestCassandra.configuration(temporary.resolve("data \"of\" Ann"));
        cassandra = EmbeddedCassandra.start(configuration, progress::add);
        try (CqlSession session = session()) {
            session.execute("CREATE KEYSPACE kept WITH replication = {'class': 'SimpleStrategy',"
                    + " 'replication_factor': 1}");
            session.execute("CREATE TABLE kept.rows (id int PRIMARY KEY)");
        }
    }

    @AfterAll
    void stop() {
        cassandra.close();
    }

    @Test
    @Order(1)
    void progressShouldBeReportedDuringTheStart() {
        assertThat(progress).contains("starting Cassandra … 0 s", "starting Cassandra … 1 s");
    }

    @Test
    @Order(2)
    void defaultPasswordShouldBeRefused() {
        assertThatThrownBy(() -> loginAs("cassandra", "cassandra")).satisfies(this::isRefusedLogin);
    }

    @Test
    @Order(2)
    void loginWithoutPasswordShouldBeRefused() {
        assertThatThrownBy(() -> CqlSession.builder()
                        .addContactPoint(cassandra.contactPoint())
                        .withLocalDatacenter(cassandra.localDatacenter())
                        .build())
                .satisfies(this::isRefusedLogin);
    }

    @Test
    @Order(3)
    @EnabledOnOs(OS.LINUX)
    void itsThreadsShouldNotWakeUpWithoutPause() throws IOException {
        Path slack = Path.of("/proc/" + cassandra.pid() + "/timerslack_ns");
        // Of another process, even of one's own, Linux shows it to root only.
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can see it");

        assertThat(Files.readString(slack)).isEqualToIgnoringNewLines("400000");
    }

    /** In a container, {@code /tmp} is often a place from which no code may be loaded. */
    @Test
    @Order(2)
    @EnabledOnOs(OS.LINUX)
    void nativeLibrariesShouldBeLoadedFromItsOwnFolder() throws IOException {
        assertThat(Files.readAllLines(Path.of("/proc/" + cassandra.pid() + "/maps")))
                .anyMatch(line -> line.contains("/run/tmp/"))
                .noneMatch(line -> line.contains(" /tmp/jna") || line.contains("/.cache/JNA/"));
    }

    @Test
    @Order(2)
    void passwordShouldBeReadableByItsOwnerOnly() throws IOException {
        Path file = configuration.dataDirectory().resolve("password");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(configuration.dataDirectory())))
                .isEqualTo("rwx------");
    }

    @Test
    @Order(2)
    void passwordShouldNotBePrinted() {
        assertThat(cassandra.credentials().toString())
                .doesNotContain(cassandra.credentials().password());
    }

    @Test
    @Order(2)
    void startShouldBeRefusedWhileAnotherHoldsTheFolder() {
        long pid = cassandra.pid();

        assertThatThrownBy(() -> EmbeddedCassandra.start(configuration, progress::add))
                .isInstanceOf(EmbeddedCassandraException.class)
                .hasMessageContaining("in use by a running server");
        assertThat(ProcessHandle.of(pid)).isPresent();
    }

    @Test
    @Order(2)
    void endOrphansShouldBeRefusedWhileTheServerLives() {
        assertThatThrownBy(() -> EmbeddedCassandra.endOrphans(configuration.dataDirectory()))
                .hasMessageContaining("in use by a running server");
        assertThat(rows()).isEmpty();
    }

    @Test
    @Order(3)
    void killedCassandraShouldBeBackWithEveryAcknowledgedRow() {
        var address = cassandra.contactPoint();
        long killed = cassandra.pid();
        List<Long> restarts = new CopyOnWriteArrayList<>();
        cassandra.onRestart(restarts::add);
        List<Integer> acknowledged = new ArrayList<>();

        try (CqlSession session = session()) {
            IntStream.range(0, ROWS).forEach(id -> {
                session.execute("INSERT INTO kept.rows (id) VALUES (" + id + ")");
                acknowledged.add(id);
            });
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            await().atMost(RESTART_LIMIT)
                    .untilAsserted(() -> assertThat(restarts).hasSize(1));
        }

        assertThat(cassandra.pid()).isNotEqualTo(killed).isEqualTo(restarts.get(0));
        assertThat(cassandra.contactPoint()).isEqualTo(address);
        assertThat(rows()).containsAll(acknowledged);
    }

    @Test
    @Order(4)
    void dataShouldStayOverStopAndStartOnOtherPorts() throws IOException {
        List<Integer> before = rows();
        int nativePort = cassandra.contactPoint().getPort();
        cassandra.close();
        // As after a crash between the change of the password and the marker that tells of it.
        Files.delete(configuration.dataDirectory().resolve("password.set"));

        try (ServerSocket other = new ServerSocket()) {
            other.bind(CassandraPorts.loopback(nativePort));
            CassandraPorts taken = new CassandraPorts(nativePort, nativePort);
            taken.save(configuration.dataDirectory().resolve("ports.properties"));
            cassandra = EmbeddedCassandra.start(configuration, progress::add);
        }

        assertThat(cassandra.contactPoint().getPort()).isNotEqualTo(nativePort);
        assertThat(rows()).hasSize(ROWS).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    @Order(5)
    void orphanShouldBeEndedAtTheNextStart() throws Exception {
        cassandra.close();
        long orphan = orphanOfKilledServer();

        cassandra = EmbeddedCassandra.start(configuration, progress::add);

        assertThat(ProcessHandle.of(orphan)).isEmpty();
        assertThat(Orphans.find(configuration.dataDirectory().toRealPath()))
                .extracting(ProcessHandle::pid)
                .containsExactly(cassandra.pid());
        assertThat(rows()).hasSize(ROWS);
    }

    @Test
    @Order(6)
    void closeShouldLeaveNoProcess() {
        long pid = cassandra.pid();

        cassandra.close();
        cassandra.close();

        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    /** Starts Cassandra from a JVM that halts without stopping it. */
    private long orphanOfKilledServer() throws Exception {
        Path home = Path.of("..");
        Process server = new ProcessBuilder(
                        configuration.javaExecutable().toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledServer.class.getName(),
                        configuration.dataDirectory().toString(),
                        configuration.libDirectory().toString(),
                        configuration.confDirectory().toString(),
                        configuration.logFile().toString())
                .redirectErrorStream(true)
                .directory(home.toFile())
                .start();
        String output = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(server.waitFor()).as(output).isEqualTo(KilledServer.EXIT_CODE);
        List<ProcessHandle> orphans = Orphans.find(configuration.dataDirectory().toRealPath());
        assertThat(orphans).hasSize(1);
        return orphans.get(0).pid();
    }

    private CqlSession session() {
        return TestCassandra.sessionTo(cassandra).build();
    }

    private List<Integer> rows() {
        try (CqlSession session = session()) {
            return session.execute("SELECT id FROM kept.rows")
                    .map(row -> row.getInt("id"))
                    .all();
        }
    }

    private void loginAs(String username, String password) {
        CqlSession.builder()
                .addContactPoint(cassandra.contactPoint())
                .withLocalDatacenter(cassandra.localDatacenter())
                .withAuthCredentials(username, password)
                .build()
                .close();
    }

    private void isRefusedLogin(Throwable e) {
        assertThat(e).isInstanceOf(AllNodesFailedException.class);
        assertThat(((AllNodesFailedException) e).getAllErrors().values())
                .allSatisfy(errors -> assertThat(errors).hasAtLeastOneElementOfType(AuthenticationException.class));
    }
}

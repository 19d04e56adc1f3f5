package dev.agentpost.mail.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandra;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandraConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;

/** The one real Cassandra of a test JVM, started at its first use and empty then. */
public final class TestCassandra {
    private static final AtomicInteger KEYSPACES = new AtomicInteger();
    private static final DriverConfigLoader DRIVER = DriverConfigLoader.programmaticBuilder()
            .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "QUORUM")
            .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, "SERIAL")
            // Creating a table takes seconds on a busy machine.
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
            .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(10))
            .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(10))
            .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, Duration.ofSeconds(30))
            .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(10))
            // Closing would wait two seconds per session.
            .withDuration(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, Duration.ZERO)
            .withDuration(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, Duration.ZERO)
            .build();

    private TestCassandra() {}

    /** A configuration for a Cassandra of one's own, with the libraries and the templates of this build. */
    public static EmbeddedCassandraConfiguration configuration(Path dataDirectory) {
        Path home = Path.of("..");
        return EmbeddedCassandraConfiguration.of(
                dataDirectory,
                EmbeddedCassandraConfiguration.libDirectory(home),
                home.resolve("james-conf/cassandra"),
                dataDirectory.resolve("logs/cassandra.log"));
    }

    /** For tests that build sessions themselves or disturb the server's connection; leave the process alive. */
    public static EmbeddedCassandra shared() {
        return Holder.INSTANCE;
    }

    /** Makes a keyspace of its own. */
    public static String newKeyspace() {
        String keyspace = "test_" + KEYSPACES.incrementAndGet();
        try (CqlSession session = sessionTo(shared()).build()) {
            session.execute("CREATE KEYSPACE " + keyspace
                    + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        }
        return keyspace;
    }

    /** Quorum and serial consistency, as in production. */
    public static CqlSessionBuilder sessionTo(EmbeddedCassandra cassandra) {
        return sessionTo(
                cassandra.contactPoint(),
                cassandra.localDatacenter(),
                cassandra.credentials().username(),
                cassandra.credentials().password());
    }

    /** For another process than that which has started the Cassandra. */
    public static CqlSessionBuilder sessionTo(
            InetSocketAddress contactPoint, String localDatacenter, String username, String password) {
        return CqlSession.builder()
                .addContactPoint(contactPoint)
                .withLocalDatacenter(localDatacenter)
                .withAuthCredentials(username, password)
                .withConfigLoader(DRIVER);
    }

    private static final class Holder {
        static final EmbeddedCassandra INSTANCE = start();

        private static EmbeddedCassandra start() {
            Path data = Path.of("target/test-cassandra");
            // Of a test JVM that was killed. One that lives holds the folder, and this fails.
            EmbeddedCassandra.endOrphans(data);
            try {
                FileUtils.deleteDirectory(data.toFile());
                EmbeddedCassandra cassandra = EmbeddedCassandra.start(configuration(data), progress -> {});
                Runtime.getRuntime().addShutdownHook(new Thread(cassandra::close));
                killWithThisJvm(cassandra.pid());
                return cassandra;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        // A killed JVM runs no shutdown hook: a shell watches it.
        private static void killWithThisJvm(long pid) throws IOException {
            String script = "while kill -0 $1 && kill -0 $2; do sleep 1; done 2>/dev/null; kill -9 $2 2>/dev/null";
            long self = ProcessHandle.current().pid();
            new ProcessBuilder("sh", "-c", script, "sh", Long.toString(self), Long.toString(pid))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
    }
}

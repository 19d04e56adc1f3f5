package dev.agentpost.mail.server;

import dev.agentpost.mail.cassandra.ConnectionSettings;
import dev.agentpost.mail.cassandra.embedded.CassandraCredentials;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandra;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandraConfiguration;
import dev.agentpost.mail.server.configuration.CassandraSettings;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.state.RunStateFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The Cassandra of this process: a cluster of the operator's, or a child process of our own. */
final class Storage implements AutoCloseable {
    /** System property: the folder that the server was built in or installed to. */
    private static final String HOME_PROPERTY = "agentpost.home";

    private static final String DRIVER_FILE = "cassandra-driver.conf";

    private final CassandraConnection connection;
    private final Optional<EmbeddedCassandra> embedded;

    private Storage(CassandraConnection connection, Optional<EmbeddedCassandra> embedded) {
        this.connection = connection;
        this.embedded = embedded;
    }

    CassandraConnection connection() {
        return connection;
    }

    /** Absent where a cluster of the operator's holds the mail. */
    Optional<EmbeddedCassandra> embedded() {
        return embedded;
    }

    static Storage start(
            ServerSettings settings, Path data, Path configuration, RunStateFile state, Consumer<String> progress)
            throws IOException {
        Optional<Path> driverFile = Optional.of(configuration.resolve(DRIVER_FILE));
        CassandraSettings cassandra = settings.cassandra();
        if (!cassandra.isEmbedded()) {
            return new Storage(
                    new CassandraConnection(
                            outside(cassandra, driverFile),
                            Optional.of(new CommitLogCheck(cassandra.allowPeriodicCommitlog())),
                            progress),
                    Optional.empty());
        }
        EmbeddedCassandra embedded = startEmbedded(settings, data, configuration, progress);
        int port = embedded.contactPoint().getPort();
        state.update(last -> last.withCassandra(embedded.pid(), port));
        embedded.onRestart(pid -> state.update(last -> last.withCassandra(pid, port)));
        return new Storage(
                new CassandraConnection(ours(embedded, cassandra.keyspace(), driverFile), Optional.empty(), progress),
                Optional.of(embedded));
    }

    private static EmbeddedCassandra startEmbedded(
            ServerSettings settings, Path data, Path configuration, Consumer<String> progress) {
        String home = System.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new StartFailure("the system property " + HOME_PROPERTY
                    + " is not set: start the server with ./agentpost start, or name the installation folder");
        }
        EmbeddedCassandraConfiguration embedded = EmbeddedCassandraConfiguration.of(
                        data.resolve("cassandra"),
                        EmbeddedCassandraConfiguration.libDirectory(Path.of(home)),
                        configuration.resolve("cassandra"),
                        data.resolve("logs").resolve("cassandra.log"))
                .withMaxHeap(settings.heap().cassandraMebibytes() + "M");
        return EmbeddedCassandra.start(embedded, progress);
    }

    private static ConnectionSettings ours(EmbeddedCassandra embedded, String keyspace, Optional<Path> driverFile) {
        CassandraCredentials credentials = embedded.credentials();
        return new ConnectionSettings(
                List.of(embedded.contactPoint()),
                embedded.localDatacenter(),
                keyspace,
                1,
                Optional.of(new ConnectionSettings.Credentials(credentials.username(), credentials.password())),
                false,
                Optional.empty(),
                driverFile);
    }

    private static ConnectionSettings outside(CassandraSettings cassandra, Optional<Path> driverFile)
            throws IOException {
        return new ConnectionSettings(
                cassandra.contactPoints().stream()
                        .map(point -> new InetSocketAddress(point.getHost(), point.getPort()))
                        .toList(),
                cassandra.datacenter(),
                cassandra.keyspace(),
                cassandra.replicationFactor(),
                credentials(cassandra),
                cassandra.tls(),
                cassandra.tlsCertificateAuthority(),
                driverFile);
    }

    private static Optional<ConnectionSettings.Credentials> credentials(CassandraSettings cassandra) {
        if (cassandra.username().isEmpty()) {
            return Optional.empty();
        }
        Path file = cassandra.passwordFile().orElseThrow();
        try {
            return Optional.of(new ConnectionSettings.Credentials(
                    cassandra.username().get(), Files.readString(file).strip()));
        } catch (IOException e) {
            throw new StartFailure(
                    CassandraSettings.CASSANDRA_PASSWORD_FILE + "=" + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        connection.close();
        embedded.ifPresent(EmbeddedCassandra::close);
    }
}

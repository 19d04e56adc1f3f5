package dev.agentpost.mail.server;

import dev.agentpost.mail.cassandra.ConnectionSettings;
import dev.agentpost.mail.cassandra.embedded.CassandraCredentials;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandra;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandraConfiguration;
import dev.agentpost.mail.server.configuration.CassandraSettings;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.configuration.Setting;
import dev.agentpost.mail.server.configuration.SettingFile;
import dev.agentpost.mail.server.memory.HeapPlan;
import dev.agentpost.mail.server.memory.MemoryLimit;
import dev.agentpost.mail.server.state.RunStateFile;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
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
            ServerSettings settings, Path data, Path configuration, RunStateFile state, Consumer<String> progress) {
        Optional<Path> driverFile = Optional.of(configuration.resolve(DRIVER_FILE));
        CassandraSettings cassandra = settings.cassandra();
        if (!cassandra.isEmbedded()) {
            return new Storage(
                    new CassandraConnection(
                            outside(cassandra, driverFile),
                            cassandra.patience(),
                            Optional.of(new CommitLogCheck(cassandra.allowPeriodicCommitlog())),
                            progress,
                            Clock.systemUTC()),
                    Optional.empty());
        }
        EmbeddedCassandra embedded = startEmbedded(settings, data, configuration, progress);
        int port = embedded.contactPoint().getPort();
        state.update(last -> last.withCassandra(embedded.pid(), port));
        embedded.onRestart(pid -> state.update(last -> last.withCassandra(pid, port)));
        return new Storage(
                new CassandraConnection(
                        ours(embedded, cassandra.keyspace(), driverFile),
                        cassandra.patience(),
                        Optional.empty(),
                        progress,
                        Clock.systemUTC()),
                Optional.of(embedded));
    }

    private static EmbeddedCassandra startEmbedded(
            ServerSettings settings, Path data, Path configuration, Consumer<String> progress) {
        String home = System.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new StartFailure("the system property " + HOME_PROPERTY
                    + " is not set: start the server with ./agentpost start, or name the installation folder");
        }
        HeapPlan heaps = HeapPlan.of(settings, MemoryLimit.ofThisProcess());
        EmbeddedCassandraConfiguration embedded = EmbeddedCassandraConfiguration.of(
                        data.resolve("cassandra"),
                        EmbeddedCassandraConfiguration.libDirectory(Path.of(home)),
                        configuration.resolve("cassandra"),
                        data.resolve("logs").resolve("cassandra.log"))
                .withMaxHeap(heaps.cassandra() + "M")
                .withOtherPorts(settings.listeners().servedPorts().values())
                .withJvmOption(
                        Optional.ofNullable(System.getProperty(EmbeddedCassandraConfiguration.JVM_OPTION_PROPERTY)));
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

    private static ConnectionSettings outside(CassandraSettings cassandra, Optional<Path> driverFile) {
        return new ConnectionSettings(
                cassandra.contactPoints().stream()
                        .map(point -> InetSocketAddress.createUnresolved(point.getHost(), point.getPort()))
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
        return cassandra
                .username()
                .map(username -> new ConnectionSettings.Credentials(
                        username,
                        new SettingFile(
                                        Setting.CASSANDRA_PASSWORD_FILE,
                                        cassandra.passwordFile().orElseThrow())
                                .secret()));
    }

    @Override
    public void close() {
        connection.close();
        embedded.ifPresent(EmbeddedCassandra::close);
    }
}

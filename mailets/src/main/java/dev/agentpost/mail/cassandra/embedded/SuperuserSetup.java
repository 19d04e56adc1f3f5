package dev.agentpost.mail.cassandra.embedded;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Gives a new Cassandra our superuser and shuts its well-known one ({@code cassandra}, password {@code cassandra}).
 *
 * <p>Until then, for about a second of the first start, a local user could log in with the default password; there is
 * nothing to read yet.
 *
 * <p>Each step may be repeated, and a marker file tells that all are done: a start after a crash between them does
 * the rest, any later start does nothing.
 */
final class SuperuserSetup {
    private static final String DEFAULT_USER = "cassandra";
    // Cassandra makes its default role some moments after it opens the port.
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int PAUSE_MILLIS = 100;
    private static final DriverConfigLoader DRIVER = DriverConfigLoader.programmaticBuilder()
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
            .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, Duration.ofSeconds(20))
            .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(20))
            .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(20))
            .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
            // Closing would wait two seconds for late work.
            .withDuration(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, Duration.ZERO)
            .withDuration(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, Duration.ZERO)
            .build();

    private final DataFolder folder;
    private final int port;

    SuperuserSetup(DataFolder folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    void run(CassandraCredentials credentials) throws IOException, InterruptedException {
        Path marker = folder.passwordSetMarker();
        if (Files.exists(marker)) {
            return;
        }
        long begin = System.nanoTime();
        while (!replaceDefault(credentials) && !execute(credentials, List.of())) {
            if (System.nanoTime() - begin > DEADLINE.toNanos()) {
                throw new EmbeddedCassandraException("the embedded Cassandra takes neither the password in "
                        + folder.path() + " nor its default one");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        DataFolder.writePrivately(marker, "");
    }

    private boolean replaceDefault(CassandraCredentials credentials) {
        return execute(
                new CassandraCredentials(DEFAULT_USER, DEFAULT_USER),
                List.of(
                        "CREATE ROLE IF NOT EXISTS " + credentials.username() + " WITH PASSWORD = '"
                                + credentials.password() + "' AND SUPERUSER = true AND LOGIN = true",
                        "ALTER ROLE " + DEFAULT_USER + " WITH PASSWORD = '" + DataFolder.randomSecret()
                                + "' AND LOGIN = false"));
    }

    /** @return false when the login was refused */
    private boolean execute(CassandraCredentials login, List<String> statements) {
        return connect(login)
                .map(session -> {
                    try (session) {
                        statements.forEach(session::execute);
                        return true;
                    }
                })
                .orElse(false);
    }

    private Optional<CqlSession> connect(CassandraCredentials login) {
        try {
            return Optional.of(CqlSession.builder()
                    .addContactPoint(CassandraPorts.loopback(port))
                    .withLocalDatacenter(EmbeddedCassandra.LOCAL_DATACENTER)
                    .withAuthCredentials(login.username(), login.password())
                    .withConfigLoader(DRIVER)
                    .build());
        } catch (AllNodesFailedException e) {
            if (isRefusedLogin(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isRefusedLogin(AllNodesFailedException e) {
        return e.getAllErrors().values().stream()
                .flatMap((List<Throwable> errors) -> ((Collection<Throwable>) errors).stream())
                .anyMatch(AuthenticationException.class::isInstance);
    }
}

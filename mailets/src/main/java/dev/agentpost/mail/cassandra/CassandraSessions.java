package dev.agentpost.mail.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Opens sessions. James's own factory is not used: it asks for {@code dateof()}, which Cassandra 5 no longer has, and
 * leaves the consistency at the driver's LOCAL_ONE, under which a read may miss an acknowledged write.
 */
public final class CassandraSessions {
    private static final String QUORUM = DefaultConsistencyLevel.QUORUM.name();
    private static final String SERIAL = DefaultConsistencyLevel.SERIAL.name();
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TABLE_CREATION_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration BATCH_TIMEOUT = Duration.ofHours(1);

    private CassandraSessions() {}

    /** @throws com.datastax.oss.driver.api.core.DriverException when no node answers */
    public static CqlSession openWithoutKeyspace(ConnectionSettings settings) {
        return builder(settings).build();
    }

    public static CqlSession open(ConnectionSettings settings) {
        return builder(settings)
                .withKeyspace(CqlIdentifier.fromInternal(settings.keyspace()))
                .build();
    }

    private static CqlSessionBuilder builder(ConnectionSettings settings) {
        CqlSessionBuilder builder = CqlSession.builder()
                .withConfigLoader(configuration(settings))
                .withLocalDatacenter(settings.localDatacenter())
                .addContactPoints(settings.contactPoints());
        settings.credentials()
                .ifPresent(credentials -> builder.withAuthCredentials(credentials.username(), credentials.password()));
        if (settings.tls()) {
            builder.withSslEngineFactory(new ProgrammaticSslEngineFactory(sslContext(settings), null, true));
        }
        return builder;
    }

    private static DriverConfigLoader configuration(ConnectionSettings settings) {
        return settings.driverConfiguration()
                .filter(Files::isReadable)
                .map(file -> DriverConfigLoader.compose(DriverConfigLoader.fromPath(file), defaults()))
                .orElseGet(CassandraSessions::defaults);
    }

    private static DriverConfigLoader defaults() {
        return DriverConfigLoader.programmaticBuilder()
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, QUORUM)
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, SERIAL)
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, REQUEST_TIMEOUT)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, REQUEST_TIMEOUT)
                .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, REQUEST_TIMEOUT)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, REQUEST_TIMEOUT)
                // A node that came back is used again within a second or two, not the driver's default of up to a
                // minute.
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(500))
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2))
                .withClass(
                        DefaultDriverOption.REQUEST_THROTTLER_CLASS,
                        org.apache.james.backends.cassandra.utils.LockLessConcurrencyLimitingRequestThrottler.class)
                .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_CONCURRENT_REQUESTS, 512)
                .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_QUEUE_SIZE, 10_000)
                .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false)
                // Closing a session would otherwise wait two seconds for requests that nobody sends any more.
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                // The names of James's JamesExecutionProfiles.
                .startProfile("LWT")
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, SERIAL)
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, SERIAL)
                .endProfile()
                .startProfile("BATCH")
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, QUORUM)
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, BATCH_TIMEOUT)
                .endProfile()
                .startProfile("CACHING")
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, DefaultConsistencyLevel.ONE.name())
                .endProfile()
                .startProfile("OPTIMISTIC_CONSISTENCY_LEVEL")
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, DefaultConsistencyLevel.ONE.name())
                .endProfile()
                .startProfile("TABLE_CREATION")
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, QUORUM)
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, TABLE_CREATION_TIMEOUT)
                .endProfile()
                .build();
    }

    private static SSLContext sslContext(ConnectionSettings settings) {
        try {
            return settings.tlsCertificateAuthority().isPresent()
                    ? trusting(settings.tlsCertificateAuthority().get())
                    : SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no usable trust store", e);
        }
    }

    private static SSLContext trusting(Path certificateAuthority) {
        try (InputStream pem = Files.newInputStream(certificateAuthority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
            }
            TrustManagerFactory trustManagers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trustManagers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "Cassandra's certificate authority " + certificateAuthority + " cannot be read: " + e.getMessage(),
                    e);
        }
    }
}

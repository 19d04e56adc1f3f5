package dev.agentpost.mail.cassandra;

import com.codahale.metrics.MetricRegistry;
import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Opens sessions. James's own factory is not used: it asks for {@code dateof()}, which Cassandra 5 no longer has, and
 * leaves the consistency at the driver's LOCAL_ONE, under which a read may miss an acknowledged write.
 */
public final class CassandraSessions {
    private static final String DEFAULTS = defaults();

    /** Whoever opens such a session is thrown the failure, waits and tries again, and says so in a line of his own. */
    private static final String WITHOUT_WARNINGS =
            DEFAULTS + "\ndatastax-java-driver.advanced.connection.warn-on-init-error = false";

    private CassandraSessions() {}

    private static String defaults() {
        try {
            return Resources.toString(
                    Resources.getResource(CassandraSessions.class, "driver-defaults.conf"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws com.datastax.oss.driver.api.core.DriverException when no node answers */
    public static CqlSession openWithoutKeyspace(ConnectionSettings settings) {
        return builder(settings, WITHOUT_WARNINGS).build();
    }

    /** @param metrics where the driver counts, in names that begin with {@code cassandra.} */
    public static CqlSession open(ConnectionSettings settings, MetricRegistry metrics) {
        return builder(settings, DEFAULTS)
                .withKeyspace(CqlIdentifier.fromInternal(settings.keyspace()))
                .withMetricRegistry(metrics)
                .build();
    }

    private static CqlSessionBuilder builder(ConnectionSettings settings, String defaults) {
        CqlSessionBuilder builder = CqlSession.builder()
                .withConfigLoader(configuration(defaults, settings.driverConfiguration()))
                .withLocalDatacenter(settings.localDatacenter())
                .addContactPoints(settings.contactPoints().stream()
                        .flatMap(CassandraSessions::lookedUp)
                        .toList());
        settings.credentials()
                .ifPresent(credentials -> builder.withAuthCredentials(credentials.username(), credentials.password()));
        if (settings.tls()) {
            builder.withSslEngineFactory(new ProgrammaticSslEngineFactory(sslContext(settings), null, true));
        }
        return builder;
    }

    /** At each try: the names of machines that start beside us come up later. */
    private static Stream<InetSocketAddress> lookedUp(InetSocketAddress point) {
        if (!point.isUnresolved()) {
            return Stream.of(point);
        }
        try {
            return Stream.of(InetAddress.getAllByName(point.getHostString()))
                    .map(address -> new InetSocketAddress(address, point.getPort()));
        } catch (UnknownHostException e) {
            return Stream.of(point);
        }
    }

    static DriverConfigLoader configuration(Optional<Path> operatorFile) {
        return configuration(DEFAULTS, operatorFile);
    }

    /** In HOCON the later of two values wins: the operator's file comes last. */
    private static DriverConfigLoader configuration(String defaults, Optional<Path> operatorFile) {
        String operator = operatorFile
                .filter(Files::isReadable)
                .map(CassandraSessions::read)
                .orElse("");
        return DriverConfigLoader.fromString(defaults + "\n" + operator);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + file + " cannot be read: " + e.getMessage(), e);
        }
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

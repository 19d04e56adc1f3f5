package dev.agentpost.mail.server.configuration;

import com.google.common.net.HostAndPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The database.
 *
 * @param contactPoints some nodes of a cluster; empty: the embedded Cassandra
 * @param passwordFile holds the password, white space around it ignored; present when the username is
 * @param tlsCertificateAuthority PEM file of the authority to trust; absent: those of the JDK
 * @param patience how long a cluster that does not answer is waited for
 * @param allowPeriodicCommitlog true: a cluster that may lose acknowledged writes when it is killed is accepted
 */
public record CassandraSettings(
        List<HostAndPort> contactPoints,
        String datacenter,
        String keyspace,
        int replicationFactor,
        Optional<String> username,
        Optional<Path> passwordFile,
        boolean tls,
        Optional<Path> tlsCertificateAuthority,
        Duration patience,
        boolean allowPeriodicCommitlog) {
    public static final int DEFAULT_PORT = 9_042;

    // Cassandra's own limit for the name of a keyspace
    private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");
    private static final Pattern DATACENTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final int MAX_REPLICATION_FACTOR = 9;
    private static final int MAX_WAIT_SECONDS = 3_600;

    public CassandraSettings {
        contactPoints = List.copyOf(contactPoints);
    }

    public boolean isEmbedded() {
        return contactPoints.isEmpty();
    }

    static CassandraSettings from(Environment environment) {
        environment.requireBothOrNone(Setting.CASSANDRA_USERNAME, Setting.CASSANDRA_PASSWORD_FILE);
        CassandraSettings settings = new CassandraSettings(
                environment.list(
                        Setting.CASSANDRA_CONTACT_POINTS,
                        CassandraSettings::contactPoint,
                        "host, host:port or [IPv6]:port between commas is expected"),
                environment.get(Setting.CASSANDRA_DATACENTER, DATACENTER, "the name of a datacenter is expected"),
                environment.get(
                        Setting.CASSANDRA_KEYSPACE,
                        KEYSPACE,
                        "a lower-case letter, then up to 47 lower-case letters, digits or underscores are expected"),
                (int) environment.number(
                        Setting.CASSANDRA_REPLICATION_FACTOR,
                        1,
                        MAX_REPLICATION_FACTOR,
                        "a number from 1 to 9 is expected"),
                environment.find(Setting.CASSANDRA_USERNAME),
                environment.path(Setting.CASSANDRA_PASSWORD_FILE),
                environment.flag(Setting.CASSANDRA_TLS),
                environment.path(Setting.CASSANDRA_TLS_CA),
                Duration.ofSeconds(environment.number(
                        Setting.CASSANDRA_WAIT_SECONDS, 0, MAX_WAIT_SECONDS, "seconds from 0 to 3600 are expected")),
                environment.flag(Setting.ALLOW_PERIODIC_COMMITLOG));
        if (settings.tlsCertificateAuthority.isPresent() && !settings.tls) {
            throw new InvalidSettingException(
                    Setting.CASSANDRA_TLS_CA + " is set and " + Setting.CASSANDRA_TLS + " is not true");
        }
        return settings;
    }

    private static HostAndPort contactPoint(String value) {
        HostAndPort contactPoint = HostAndPort.fromString(value).withDefaultPort(DEFAULT_PORT);
        Names.host(contactPoint.getHost());
        return contactPoint;
    }
}

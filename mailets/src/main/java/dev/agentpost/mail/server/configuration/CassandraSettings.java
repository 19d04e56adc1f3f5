package dev.agentpost.mail.server.configuration;

import com.google.common.net.HostAndPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The database.
 *
 * @param contactPoints some nodes of a cluster; empty: the embedded Cassandra
 * @param passwordFile holds the password, white space around it ignored; present when the username is
 * @param tlsCertificateAuthority PEM file of the authority to trust; absent: those of the JDK
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
        boolean allowPeriodicCommitlog) {
    public static final String CASSANDRA_CONTACT_POINTS = "CASSANDRA_CONTACT_POINTS";
    public static final String CASSANDRA_DATACENTER = "CASSANDRA_DATACENTER";
    public static final String CASSANDRA_KEYSPACE = "CASSANDRA_KEYSPACE";
    public static final String CASSANDRA_REPLICATION_FACTOR = "CASSANDRA_REPLICATION_FACTOR";
    public static final String CASSANDRA_USERNAME = "CASSANDRA_USERNAME";
    public static final String CASSANDRA_PASSWORD_FILE = "CASSANDRA_PASSWORD_FILE";
    public static final String CASSANDRA_TLS = "CASSANDRA_TLS";
    public static final String CASSANDRA_TLS_CA = "CASSANDRA_TLS_CA";
    public static final String ALLOW_PERIODIC_COMMITLOG = "ALLOW_PERIODIC_COMMITLOG";

    public static final int DEFAULT_PORT = 9_042;

    // Cassandra's own limit for the name of a keyspace
    private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");
    private static final Pattern DATACENTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final int MAX_REPLICATION_FACTOR = 9;

    public CassandraSettings {
        contactPoints = List.copyOf(contactPoints);
    }

    public boolean isEmbedded() {
        return contactPoints.isEmpty();
    }

    static CassandraSettings from(Environment environment) {
        environment.requireBothOrNone(CASSANDRA_USERNAME, CASSANDRA_PASSWORD_FILE);
        CassandraSettings settings = new CassandraSettings(
                environment.list(
                        CASSANDRA_CONTACT_POINTS,
                        CassandraSettings::contactPoint,
                        "host, host:port or [IPv6]:port between commas is expected"),
                environment.text(
                        CASSANDRA_DATACENTER, "datacenter1", DATACENTER, "the name of a datacenter is expected"),
                environment.text(
                        CASSANDRA_KEYSPACE,
                        "agentpost",
                        KEYSPACE,
                        "a lower-case letter, then up to 47 lower-case letters, digits or underscores are expected"),
                (int) environment.number(
                        CASSANDRA_REPLICATION_FACTOR, 1, 1, MAX_REPLICATION_FACTOR, "a number from 1 to 9 is expected"),
                environment.text(CASSANDRA_USERNAME),
                environment.path(CASSANDRA_PASSWORD_FILE),
                environment.flag(CASSANDRA_TLS),
                environment.path(CASSANDRA_TLS_CA),
                environment.flag(ALLOW_PERIODIC_COMMITLOG));
        if (settings.tlsCertificateAuthority.isPresent() && !settings.tls) {
            throw new InvalidSettingException(CASSANDRA_TLS_CA + " is set and " + CASSANDRA_TLS + " is not true");
        }
        return settings;
    }

    private static HostAndPort contactPoint(String value) {
        HostAndPort contactPoint = HostAndPort.fromString(value).withDefaultPort(DEFAULT_PORT);
        Names.host(contactPoint.getHost());
        return contactPoint;
    }
}

package dev.agentpost.mail.cassandra;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How to reach Cassandra and where in it our tables are.
 *
 * @param contactPoints looked up at each try where they are unresolved
 * @param replicationFactor copies in the data center, used when the keyspace is made; an existing keyspace is left as is
 * @param tls true: TLS, with the host name of each node's certificate checked
 * @param tlsCertificateAuthority PEM file of the authority to trust; absent: those of the JDK
 * @param driverConfiguration HOCON file with the driver's settings; what it does not say has our own defaults
 */
public record ConnectionSettings(
        List<InetSocketAddress> contactPoints,
        String localDatacenter,
        String keyspace,
        int replicationFactor,
        Optional<Credentials> credentials,
        boolean tls,
        Optional<Path> tlsCertificateAuthority,
        Optional<Path> driverConfiguration) {

    /** @param password never in a log: {@link #toString()} leaves it out */
    public record Credentials(String username, String password) {
        @Override
        public String toString() {
            return "Credentials[username=" + username + ", password=***]";
        }
    }

    public ConnectionSettings {
        contactPoints = List.copyOf(contactPoints);
        Objects.requireNonNull(localDatacenter);
        Objects.requireNonNull(keyspace);
    }
}

package dev.agentpost.mail.cassandra.embedded;

import java.util.Objects;

/** What the driver logs in with. */
public record CassandraCredentials(String username, String password) {

    public CassandraCredentials {
        Objects.requireNonNull(username);
        Objects.requireNonNull(password);
    }

    @Override
    public String toString() {
        return username + ":***";
    }
}

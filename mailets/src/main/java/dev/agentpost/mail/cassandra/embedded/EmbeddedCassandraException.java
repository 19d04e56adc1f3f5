package dev.agentpost.mail.cassandra.embedded;

/** The embedded Cassandra cannot run. The message is one line for the operator: what is wrong and where to look. */
public class EmbeddedCassandraException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddedCassandraException(String message) {
        super(message);
    }

    public EmbeddedCassandraException(String message, Throwable cause) {
        super(message, cause);
    }
}

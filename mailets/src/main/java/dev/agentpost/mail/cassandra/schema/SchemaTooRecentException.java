package dev.agentpost.mail.cassandra.schema;

/** A newer server has upgraded the tables: an older one must not write into them. */
public final class SchemaTooRecentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SchemaTooRecentException(int found, int supported) {
        super("the tables in Cassandra have version " + found + ", this server knows up to " + supported
                + ": start a newer AgentPost Mail, or restore a backup of the older data");
    }
}

package dev.agentpost.mail.cassandra.embedded;

import java.nio.file.Path;

/** A server that ends as {@code kill -9} would end it, as soon as its Cassandra runs. */
final class KilledServer {
    static final int EXIT_CODE = 9;

    private KilledServer() {}

    public static void main(String[] arguments) {
        EmbeddedCassandra.start(
                EmbeddedCassandraConfiguration.of(
                        Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3])),
                progress -> {});
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}

package dev.agentpost.mail.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the embedded Cassandra runs. */
final class CassandraCheck {
    private static final String CASSANDRA = "cassandra";
    private static final Pattern COMMIT_LOG = Pattern.compile("(?m)^commitlog_sync:\\s*(\\w+)");

    private CassandraCheck() {}

    /** By the file that it was started with. */
    static Finding of(long pid, Path dataFolder) {
        Path file = dataFolder.resolve("cassandra/run/cassandra.yaml");
        try {
            Matcher matcher = COMMIT_LOG.matcher(Files.readString(file));
            String mode = matcher.find() ? matcher.group(1) : "not set";
            return mode.equals("batch") || mode.equals("group")
                    ? Finding.ok(CASSANDRA, "process " + pid + ", commit log " + mode)
                    : Finding.fail(
                            CASSANDRA,
                            "commitlog_sync is " + mode + ": a kill loses mail that was accepted",
                            "Set commitlog_sync: batch in james-conf/cassandra/cassandra.yaml and start again.");
        } catch (IOException e) {
            return Finding.fail(CASSANDRA, file + " is not readable", "Run this as the server's user.");
        }
    }
}

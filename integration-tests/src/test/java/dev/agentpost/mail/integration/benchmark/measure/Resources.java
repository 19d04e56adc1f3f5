package dev.agentpost.mail.integration.benchmark.measure;

import java.time.Duration;

/**
 * What has been spent since the processes started, or between two moments.
 *
 * @param client the CPU time of the load generator, this process
 */
public record Resources(
        Duration server,
        Duration cassandra,
        Duration client,
        long statements,
        long conditionalWrites,
        long serialReads) {

    /** Of the processes now. */
    static Resources now(long serverPid, long cassandraPid, CassandraProcess cassandra) {
        return new Resources(
                cpu(serverPid),
                cpu(cassandraPid),
                cpu(ProcessHandle.current().pid()),
                cassandra.statements(),
                cassandra.conditionalWrites(),
                cassandra.serialReads());
    }

    /** User and system time as the system counts them, for Linux in /proc/pid/stat in steps of 10 ms. */
    private static Duration cpu(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("process " + pid + " is gone"));
    }

    Resources since(Resources before) {
        return new Resources(
                server.minus(before.server),
                cassandra.minus(before.cassandra),
                client.minus(before.client),
                statements - before.statements,
                conditionalWrites - before.conditionalWrites,
                serialReads - before.serialReads);
    }
}

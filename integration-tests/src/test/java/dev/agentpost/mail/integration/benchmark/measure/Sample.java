package dev.agentpost.mail.integration.benchmark.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One measurement of one build.
 *
 * @param operations messages or commands
 * @param latencies microseconds; may be empty
 * @param more further figures by name
 */
public record Sample(long operations, Duration elapsed, Histogram latencies, Resources used, Map<String, Double> more) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MICROS_PER_MILLI = 1e3;

    public Sample with(String figure, double value) {
        Map<String, Double> all = new LinkedHashMap<>(more);
        all.put(figure, value);
        return new Sample(operations, elapsed, latencies, used, all);
    }

    /** By name, in the order in which they are printed. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("operations", (double) operations);
        figures.put("per second", operations / (elapsed.toNanos() / NANOS_PER_SECOND));
        if (latencies.getTotalCount() > 0) {
            figures.put("p50 ms", percentile(latencies, 50));
            figures.put("p95 ms", percentile(latencies, 95));
            figures.put("p99 ms", percentile(latencies, 99));
        }
        figures.put("server CPU ms", each(used.server()));
        figures.put("Cassandra CPU ms", each(used.cassandra()));
        figures.put("client CPU ms", each(used.client()));
        figures.put("statements", (double) used.statements() / operations);
        figures.put("conditional writes", (double) used.conditionalWrites() / operations);
        figures.put("SERIAL reads", (double) used.serialReads() / operations);
        figures.putAll(more);
        return figures;
    }

    public static double percentile(Histogram latencies, double percent) {
        return latencies.getValueAtPercentile(percent) / MICROS_PER_MILLI;
    }

    private double each(Duration total) {
        return total.toNanos() / NANOS_PER_MILLI / operations;
    }
}

package dev.agentpost.mail.integration.benchmark.measure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Runs from its creation until it is read. */
public final class Meter {
    private static final int SIGNIFICANT_DIGITS = 3;

    private final ServerUnderTest server;
    private final Resources before;
    private final long begin;

    Meter(ServerUnderTest server) {
        this.server = server;
        this.before = server.resources();
        this.begin = System.nanoTime();
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** What happened since the meter was created. */
    public Sample read(long operations, Histogram latencies) {
        Duration elapsed = elapsed();
        return new Sample(operations, elapsed, latencies, server.resources().since(before), Map.of());
    }

    public static Histogram newHistogram() {
        return new Histogram(TimeUnit.HOURS.toMicros(1), SIGNIFICANT_DIGITS);
    }

    /** Records how long something took that began at this {@link System#nanoTime}. */
    public static void record(Histogram latencies, long beginNanos) {
        latencies.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - beginNanos));
    }
}

package dev.agentpost.mail.core;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** Stands still until told otherwise. */
public final class TestClock extends Clock {
    public static final Instant START = Instant.parse("2026-11-21T04:00:00Z");

    private volatile Instant now = START;

    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    public Ticker ticker() {
        return () -> TimeUnit.MILLISECONDS.toNanos(millis());
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock has one zone");
    }
}

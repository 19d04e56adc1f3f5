package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.measure.Meter;
import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What the processes cost when nobody asks for anything; one operation is one second. */
public record IdleScenario(Duration length) implements Scenario {
    @Override
    public String name() {
        return "idle, per second";
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        Meter meter = server.startMeter();
        while (meter.elapsed().compareTo(length) < 0) {
            LockSupport.parkNanos(length.minus(meter.elapsed()).toNanos());
        }
        return meter.read(length.toSeconds(), Meter.newHistogram());
    }
}

package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;

/** One thing that is measured, in the same way for every build. What it does leaves the prepared mailboxes as they were. */
public interface Scenario {
    /** What is done and to what, in a few words. */
    String name();

    /** @throws RuntimeException when the server cannot do it; the report then says so */
    Sample measure(ServerUnderTest server);

    /** Whether one measurement of each build is enough. */
    default boolean isOnce() {
        return false;
    }
}

package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import java.time.Duration;

/** SELECT of a mailbox. */
public record SelectScenario(int size, Duration time) implements Scenario {
    @Override
    public String name() {
        return "SELECT, " + size + " messages";
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        return RepeatedCommand.measure(
                server,
                server.mailbox(size).inbox(),
                "INBOX",
                time,
                (imap, number) -> RepeatedCommand.expect(size, imap.select("INBOX"), name()));
    }
}

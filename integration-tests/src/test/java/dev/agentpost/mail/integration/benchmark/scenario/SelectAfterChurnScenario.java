package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.Optional;

/** SELECT of a mailbox with one message: of one that {@link ChurnScenario} has churned, or of a new one. */
public record SelectAfterChurnScenario(boolean churned, Duration time) implements Scenario {
    @Override
    public String name() {
        return "SELECT, 1 message, " + (churned ? "after the churn" : "new mailbox");
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        TestInbox inbox = Optional.ofNullable(server.kept(churned ? ChurnScenario.CHURNED : ChurnScenario.NEW))
                .orElseThrow(() -> new IllegalStateException("there was no churn"));
        return RepeatedCommand.measure(
                server,
                inbox,
                ChurnScenario.MAILBOX,
                time,
                (imap, number) -> RepeatedCommand.expect(1, imap.select(ChurnScenario.MAILBOX), name()));
    }
}

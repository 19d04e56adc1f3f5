package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.client.ImapClient;
import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;

/** STORE that sets \Flagged on a mailbox's newest messages and, the next time, takes it off. */
public record StoreScenario(int count, int size, Duration time) implements Scenario {
    @Override
    public String name() {
        return "STORE of " + count + ", " + size + " messages";
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        TestInbox inbox = server.mailbox(size).inbox();
        String set = count == 1 ? "" + size : size - count + 1 + ":" + size;
        Sample sample = RepeatedCommand.measure(
                server,
                inbox,
                "INBOX",
                time,
                (imap, number) -> imap.ok("STORE " + set + (number % 2 == 0 ? " +" : " -") + "FLAGS (\\Flagged)"));
        try (ImapClient imap = server.imap(inbox)) {
            imap.select("INBOX");
            imap.ok("STORE " + set + " -FLAGS.SILENT (\\Flagged)");
        }
        return sample;
    }
}

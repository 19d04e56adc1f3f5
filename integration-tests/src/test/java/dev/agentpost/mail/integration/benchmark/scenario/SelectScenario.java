package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.client.ImapClient;
import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import java.time.Duration;

/** SELECT of a mailbox from another, which is empty: a server may answer for the one that is open without opening it. */
public record SelectScenario(int size, Duration time) implements Scenario {
    private static final String EMPTY = "Drafts";

    @Override
    public String name() {
        return "SELECT, " + size + " messages";
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        return RepeatedCommand.measure(server, server.mailbox(size).inbox(), "INBOX", time, new FromAnother());
    }

    private final class FromAnother implements RepeatedCommand.Command {
        @Override
        public void prepare(ImapClient imap) {
            imap.select(EMPTY);
        }

        @Override
        public void run(ImapClient imap, int number) {
            RepeatedCommand.expect(size, imap.select("INBOX"), name());
        }
    }
}

package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import java.time.Duration;

/** FETCH of some kind of a mailbox's newest messages. */
public record FetchScenario(What what, int size, Duration time) implements Scenario {
    /** What is fetched, of how many messages at most. */
    public enum What {
        FLAGS(Integer.MAX_VALUE, "(UID FLAGS)"),
        ENVELOPES(500, "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)"),
        BODIES(100, "(UID BODY.PEEK[])");

        private final int most;
        private final String items;

        What(int most, String items) {
            this.most = most;
            this.items = items;
        }
    }

    private int count() {
        return Math.min(size, what.most);
    }

    @Override
    public String name() {
        return "FETCH " + count() + " " + what.items + ", " + size + " messages";
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        String set = size - count() + 1 + ":*";
        return RepeatedCommand.measure(
                server,
                server.mailbox(size).inbox(),
                "INBOX",
                time,
                (imap, number) -> RepeatedCommand.expect(count(), imap.fetch(set, what.items), name()));
    }
}

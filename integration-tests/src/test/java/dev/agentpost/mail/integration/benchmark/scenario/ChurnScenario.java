package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.client.ImapClient;
import dev.agentpost.mail.integration.benchmark.client.MessageTexts;
import dev.agentpost.mail.integration.benchmark.measure.Meter;
import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Messages that come, are marked read and are expunged in batches, while one old message stays; an operation is a message,
 * latencies are those of a batch. In Drafts, where expunging deletes for good, whatever EXPUNGE does elsewhere.
 */
public record ChurnScenario(int messages) implements Scenario {
    static final String MAILBOX = "Drafts";
    static final String CHURNED = "churned";
    static final String NEW = "new";

    private static final int BATCH = 500;
    private static final int BYTES = 1024;

    @Override
    public String name() {
        return "churn of " + messages + " messages";
    }

    @Override
    public boolean isOnce() {
        return true;
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        List<TestInbox> inboxes = server.newInboxes(2);
        TestInbox churned = inboxes.get(0);
        server.keep(CHURNED, churned);
        server.keep(NEW, inboxes.get(1));
        try (ImapClient source = server.imap(churned);
                ImapClient target = server.imap(churned);
                ImapClient other = server.imap(inboxes.get(1))) {
            append(other, MAILBOX, 1);
            append(target, MAILBOX, 1);
            append(source, "INBOX", BATCH);
            source.select("INBOX");
            return churn(server, source, target);
        }
    }

    private static void append(ImapClient imap, String mailbox, int count) {
        MessageTexts texts = new MessageTexts();
        for (int i = 0; i < count; i++) {
            imap.append(
                    mailbox, "", texts.message("From: a@example.com\r\nSubject: Churn " + i + "\r\n", "Hello,", BYTES));
        }
    }

    private Sample churn(ServerUnderTest server, ImapClient source, ImapClient target) {
        Histogram latencies = Meter.newHistogram();
        Meter meter = server.startMeter();
        for (int done = 0; done < messages; done += BATCH) {
            long begin = System.nanoTime();
            source.ok("COPY 1:" + BATCH + " " + MAILBOX);
            RepeatedCommand.expect(BATCH + 1, target.select(MAILBOX), name());
            target.ok("STORE 2:* +FLAGS.SILENT (\\Seen)");
            target.ok("STORE 2:* +FLAGS.SILENT (\\Deleted)");
            target.ok("EXPUNGE");
            Meter.record(latencies, begin);
        }
        return meter.read(messages, latencies);
    }
}

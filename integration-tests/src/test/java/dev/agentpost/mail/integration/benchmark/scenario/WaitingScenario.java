package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.client.ImapClient;
import dev.agentpost.mail.integration.benchmark.client.MessageTexts;
import dev.agentpost.mail.integration.benchmark.client.SmtpClient;
import dev.agentpost.mail.integration.benchmark.measure.Meter;
import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Many connections that wait in IDLE, ten for each inbox, and a message to one inbox after the other: from its 250 to the
 * EXISTS in one of the inbox's connections.
 */
public record WaitingScenario(int connections, int messages) implements Scenario {
    private static final int FOR_EACH_INBOX = 10;
    private static final int BYTES = 1024;

    @Override
    public String name() {
        return "delivery to one of " + connections + " in IDLE";
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        List<TestInbox> inboxes = server.newInboxes(Math.max(1, connections / FOR_EACH_INBOX));
        List<ImapClient> waiting = new ArrayList<>();
        try (SmtpClient smtp = server.smtp(inboxes.get(0))) {
            for (int i = 0; i < connections; i++) {
                ImapClient imap = server.imap(inboxes.get(i % inboxes.size()));
                waiting.add(imap);
                imap.select("INBOX");
                imap.beginIdle();
            }
            return deliver(server, inboxes, waiting, smtp);
        } finally {
            waiting.forEach(ImapClient::close);
        }
    }

    private Sample deliver(ServerUnderTest server, List<TestInbox> inboxes, List<ImapClient> waiting, SmtpClient smtp) {
        MessageTexts texts = new MessageTexts();
        Histogram sinceAccepted = Meter.newHistogram();
        Meter meter = server.startMeter();
        for (int number = 0; number < messages; number++) {
            TestInbox recipient = inboxes.get(number % inboxes.size());
            smtp.submit(
                    recipient,
                    texts.message(
                            "From: " + inboxes.get(0).email() + "\r\nTo: " + recipient.email() + "\r\nSubject: Push "
                                    + number + "\r\n",
                            "Hello,",
                            BYTES));
            long accepted = System.nanoTime();
            waiting.get(number % inboxes.size()).awaitExists(1 + number / inboxes.size());
            Meter.record(sinceAccepted, accepted);
        }
        return meter.read(messages, sinceAccepted).with("server MiB resident", server.residentMebibytes());
    }
}

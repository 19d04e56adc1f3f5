package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.client.ImapClient;
import dev.agentpost.mail.integration.benchmark.client.MessageTexts;
import dev.agentpost.mail.integration.benchmark.client.SmtpClient;
import dev.agentpost.mail.integration.benchmark.measure.Meter;
import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import org.HdrHistogram.Histogram;

/** From the 250 of a submission to the EXISTS that a client waiting in IDLE sees, one message after the other. */
public record PushScenario(int messages) implements Scenario {
    private static final int BYTES = 1024;

    @Override
    public String name() {
        return "delivery to IDLE";
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        List<TestInbox> inboxes = server.newInboxes(2);
        TestInbox sender = inboxes.get(0);
        TestInbox recipient = inboxes.get(1);
        try (SmtpClient smtp = server.smtp(sender);
                ImapClient imap = server.imap(recipient)) {
            imap.select("INBOX");
            imap.beginIdle();
            MessageTexts texts = new MessageTexts();
            Histogram sinceAccepted = Meter.newHistogram();
            Histogram sinceSubmission = Meter.newHistogram();
            Meter meter = server.startMeter();
            for (int number = 1; number <= messages; number++) {
                byte[] message = texts.message(
                        "From: " + sender.email() + "\r\nTo: " + recipient.email() + "\r\nSubject: Push " + number
                                + "\r\n",
                        "Hello,",
                        BYTES);
                long begin = System.nanoTime();
                smtp.submit(recipient, message);
                long accepted = System.nanoTime();
                imap.awaitExists(number);
                Meter.record(sinceAccepted, accepted);
                Meter.record(sinceSubmission, begin);
            }
            Sample sample = meter.read(messages, sinceAccepted);
            imap.endIdle();
            return sample.with("MAIL to EXISTS p50 ms", Sample.percentile(sinceSubmission, 50))
                    .with("MAIL to EXISTS p95 ms", Sample.percentile(sinceSubmission, 95));
        }
    }
}

package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.client.ImapClient;
import dev.agentpost.mail.integration.benchmark.client.MessageTexts;
import dev.agentpost.mail.integration.benchmark.client.SmtpClient;
import dev.agentpost.mail.integration.benchmark.measure.Meter;
import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.benchmark.scenario.Connections.Operation;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * From the first submission until every message is in the recipient's INBOX and the sender's Sent; an operation is a
 * message. Latencies are those of one submission, MAIL to 250.
 *
 * @param bytes size of a message
 * @param inboxes 1: all connections are one sender's and write to one recipient; else each connection is another
 *     sender's, and all inboxes receive
 */
public record SubmissionScenario(int bytes, int connections, int inboxes, int messages) implements Scenario {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "submission of " + bytes / 1024 + " KB, " + connections
                + (connections == 1 ? " connection" : " connections")
                + (inboxes == 1 ? ", one inbox" : ", " + inboxes + " inboxes");
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        return measure(server, server.newInboxes(inboxes == 1 ? 2 : inboxes), number -> "");
    }

    /**
     * @param senders new inboxes; two of them for one sender and one recipient
     * @param moreFields for the header of a message, by its number; each ended by CRLF
     */
    Sample measure(ServerUnderTest server, List<TestInbox> senders, IntFunction<String> moreFields) {
        Traffic traffic = new Traffic(senders, connections, messages);
        List<SmtpClient> open = new ArrayList<>();
        List<ImapClient> looking = new ArrayList<>();
        try {
            List<Operation> operations = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                SmtpClient smtp = server.smtp(traffic.sender(i));
                open.add(smtp);
                operations.add(sender(smtp, traffic, moreFields));
            }
            traffic.inboxes().forEach(inbox -> looking.add(server.imap(inbox)));
            return measure(server, traffic, operations, looking);
        } finally {
            open.forEach(SmtpClient::close);
            looking.forEach(ImapClient::close);
        }
    }

    private Operation sender(SmtpClient smtp, Traffic traffic, IntFunction<String> moreFields) {
        MessageTexts texts = new MessageTexts();
        return number -> {
            TestInbox sender = traffic.sender(number);
            TestInbox recipient = traffic.recipient(number);
            smtp.submit(
                    recipient,
                    texts.message(fields(sender, recipient, number) + moreFields.apply(number), "Hello,", bytes));
        };
    }

    private static String fields(TestInbox sender, TestInbox recipient, int number) {
        return "From: " + sender.email() + "\r\nTo: " + recipient.email() + "\r\nSubject: Message " + number
                + "\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <" + number + "." + System.nanoTime()
                + "@benchmark.example.com>\r\n";
    }

    private Sample measure(ServerUnderTest server, Traffic traffic, List<Operation> senders, List<ImapClient> looking) {
        long bytesBefore = server.bytesOnDisk();
        Meter meter = server.startMeter();
        Histogram latencies = Connections.run(senders, messages);
        Duration accepted = meter.elapsed();
        for (int i = 0; i < looking.size(); i++) {
            TestInbox inbox = traffic.inboxes().get(i);
            await(looking.get(i), "INBOX", traffic.received(inbox));
            await(looking.get(i), "Sent", traffic.sent(inbox));
        }
        Sample sample = meter.read(messages, latencies);
        return sample.with("accepted per second", messages * 1e3 / accepted.toMillis())
                .with("bytes on disk", (double) (server.bytesOnDisk() - bytesBefore) / messages);
    }

    private static void await(ImapClient imap, String mailbox, int wanted) {
        long begin = System.nanoTime();
        int there = imap.messages(mailbox);
        while (there < wanted) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException(there + " of " + wanted + " messages in " + mailbox);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            there = imap.messages(mailbox);
        }
        if (there > wanted) {
            throw new IllegalStateException(there + " messages in " + mailbox + " instead of " + wanted);
        }
    }
}

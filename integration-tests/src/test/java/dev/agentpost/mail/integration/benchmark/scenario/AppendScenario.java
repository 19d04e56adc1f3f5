package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.client.ImapClient;
import dev.agentpost.mail.integration.benchmark.client.MessageTexts;
import dev.agentpost.mail.integration.benchmark.measure.Meter;
import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.benchmark.scenario.Connections.Operation;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** IMAP APPEND into one mailbox: the store without SMTP, queue and mailets. */
public record AppendScenario(int connections, int messages) implements Scenario {
    private static final int BYTES = 1024;

    @Override
    public String name() {
        return "APPEND of 1 KB, " + connections + (connections == 1 ? " connection" : " connections");
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        TestInbox inbox = server.newInboxes(1).get(0);
        List<ImapClient> open = new ArrayList<>();
        try {
            List<Operation> appends = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                ImapClient imap = server.imap(inbox);
                open.add(imap);
                MessageTexts texts = new MessageTexts();
                appends.add(number -> imap.append(
                        "INBOX",
                        "",
                        texts.message("From: a@example.com\r\nSubject: Appended " + number + "\r\n", "Hello,", BYTES)));
            }
            Meter meter = server.startMeter();
            Histogram latencies = Connections.run(appends, messages);
            return meter.read(messages, latencies);
        } finally {
            open.forEach(ImapClient::close);
        }
    }
}

package dev.agentpost.mail.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Takes messages to a destination. Used by one thread. */
public interface Courier extends AutoCloseable {

    /** @param content opened once for each server that is tried, read to its end and closed */
    record Consignment(
            OutgoingMessage message, String destination, List<String> recipients, Content content, Lease lease) {
        public Consignment {
            recipients = List.copyOf(recipients);
        }
    }

    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    /** Whether the message is still ours to send; asked before what cannot be taken back. */
    @FunctionalInterface
    interface Lease {
        boolean isHeld();
    }

    /** @param connected whether any server of the destination could be spoken to */
    record Report(Map<String, RecipientResult> results, boolean connected) {
        public Report {
            results = Map.copyOf(results);
        }
    }

    /** Blocks. Every recipient has a result; all failures of the network and of servers are among these. */
    Report deliver(Consignment consignment);

    /** Gives up a connection that was kept for the next message. */
    @Override
    void close();

    @FunctionalInterface
    interface Factory {
        Courier create();
    }
}

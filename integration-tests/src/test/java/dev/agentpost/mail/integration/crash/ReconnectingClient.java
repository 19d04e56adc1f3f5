package dev.agentpost.mail.integration.crash;

import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One IMAP client on a thread of its own that connects again whenever it is cut, until closed. */
final class ReconnectingClient implements AutoCloseable {
    private static final Duration BEFORE_RECONNECTING = Duration.ofMillis(300);

    private final RunningServer server;
    private final TestInbox inbox;
    private final Work work;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile boolean ended;

    /** What the client does, as often as it can. */
    interface Work {
        /** In each new session, first. */
        default void begin(ImapConnection imap) {}

        void goOn(ImapConnection imap);
    }

    private ReconnectingClient(RunningServer server, TestInbox inbox, Work work) {
        this.server = server;
        this.inbox = inbox;
        this.work = work;
    }

    static ReconnectingClient start(RunningServer server, TestInbox inbox, Work work) {
        ReconnectingClient client = new ReconnectingClient(server, inbox, work);
        client.thread.execute(client::workUntilEnded);
        return client;
    }

    private void workUntilEnded() {
        while (!ended) {
            try (ImapConnection imap = server.imap(inbox)) {
                work.begin(imap);
                while (!ended) {
                    work.goOn(imap);
                }
            } catch (UncheckedIOException | AssertionError e) {
                // refused, cut or not there
                LockSupport.parkNanos(BEFORE_RECONNECTING.toNanos());
            }
        }
    }

    @Override
    public void close() {
        ended = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("an IMAP client hangs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

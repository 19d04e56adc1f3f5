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

/** One IMAP client that marks what comes, and saves and removes drafts: whatever else moves a folder's counters. */
final class FlagsAndExpunges implements AutoCloseable {
    private static final Duration BEFORE_RECONNECTING = Duration.ofMillis(300);
    private static final String DRAFT = "Subject: draft\r\n\r\nNot yet.\r\n";

    private final RunningServer server;
    private final TestInbox inbox;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile boolean ended;

    FlagsAndExpunges(RunningServer server, TestInbox inbox) {
        this.server = server;
        this.inbox = inbox;
        thread.execute(this::workUntilEnded);
    }

    private void workUntilEnded() {
        while (!ended) {
            try (ImapConnection imap = server.imap(inbox)) {
                while (!ended) {
                    saveAndRemoveDrafts(imap);
                    imap.ok("SELECT INBOX");
                    imap.command("STORE * +FLAGS (\\Seen)");
                    imap.command("STORE * FLAGS (\\Flagged)");
                }
            } catch (UncheckedIOException | AssertionError e) {
                // refused, cut or not there
                LockSupport.parkNanos(BEFORE_RECONNECTING.toNanos());
            }
        }
    }

    private static void saveAndRemoveDrafts(ImapConnection imap) {
        imap.ok("SELECT Drafts");
        for (int i = 0; i < 3; i++) {
            imap.send("APPEND Drafts (\\Draft) {" + DRAFT.length() + "+}\r\n" + DRAFT);
            readUntilTagged(imap);
        }
        imap.command("STORE 2 +FLAGS (\\Deleted)");
        imap.command("EXPUNGE");
        imap.command("STORE 1:* +FLAGS (\\Deleted)");
        imap.command("EXPUNGE");
    }

    private static void readUntilTagged(ImapConnection imap) {
        String line = imap.readResponse();
        while (line != null && line.startsWith("* ")) {
            line = imap.readResponse();
        }
        if (line == null) {
            throw new AssertionError("cut");
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

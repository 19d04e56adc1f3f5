package dev.agentpost.mail.integration.crash;

import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Ten connections that submit one small message after the other, and connect again whenever they are cut. */
final class SubmissionStream implements AutoCloseable {
    private static final int CONNECTIONS = 10;
    private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(100);
    private static final Duration BEFORE_RECONNECTING = Duration.ofMillis(300);

    private final RunningServer server;
    private final List<TestInbox> inboxes;
    private final Collection<AcceptedMail> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    private volatile boolean paused;
    private volatile boolean ended;

    SubmissionStream(RunningServer server, List<TestInbox> inboxes, long seed) {
        this.server = server;
        this.inboxes = inboxes;
        for (int i = 0; i < CONNECTIONS; i++) {
            Random random = new Random(seed + i);
            threads.execute(() -> submitUntilEnded(random));
        }
    }

    private void submitUntilEnded(Random random) {
        while (!ended) {
            TestInbox sender = inboxes.get(random.nextInt(inboxes.size()));
            try (SmtpConnection smtp = server.smtp(sender)) {
                while (!ended) {
                    if (!paused) {
                        submit(smtp, sender, inboxes.get(random.nextInt(inboxes.size())));
                    }
                    LockSupport.parkNanos(BETWEEN_MESSAGES.toNanos());
                }
            } catch (UncheckedIOException | AssertionError e) {
                // refused, cut or not there: what counts is what was accepted
                LockSupport.parkNanos(BEFORE_RECONNECTING.toNanos());
            }
        }
    }

    private void submit(SmtpConnection smtp, TestInbox sender, TestInbox recipient) {
        String subject = "crash-" + count.incrementAndGet();
        String reply = smtp.submit(
                sender.email(),
                List.of(recipient.email()),
                "From: " + sender.email() + "\r\nTo: " + recipient.email() + "\r\nSubject: " + subject
                        + "\r\n\r\nA small message.\r\n");
        if (reply.startsWith("250 ")) {
            accepted.add(new AcceptedMail(sender, recipient, subject));
        } else if (reply.isEmpty()) {
            throw new AssertionError("cut");
        } else {
            smtp.command("RSET");
        }
    }

    /** What is under way is submitted to its end. */
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    Collection<AcceptedMail> accepted() {
        return accepted;
    }

    @Override
    public void close() {
        ended = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("a submission hangs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.agentpost.mail.integration.crash;

import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Ten connections that submit without end, and what they hear. */
public final class SubmissionStream implements AutoCloseable {
    private static final int CONNECTIONS = 10;

    private final Collection<AcceptedMail> accepted = new ConcurrentLinkedQueue<>();
    private final Collection<String> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger putOff = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger triesAgain = new AtomicInteger();
    private final AtomicReference<Duration> slowest = new AtomicReference<>(Duration.ZERO);
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    private volatile boolean paused;
    private volatile boolean ended;

    public SubmissionStream(RunningServer server, List<TestInbox> inboxes, long seed) {
        for (int i = 0; i < CONNECTIONS; i++) {
            threads.execute(new SubmittingClient(this, server, inboxes, new Random(seed + i)));
        }
    }

    Draft draft(TestInbox sender, TestInbox recipient, boolean keyed) {
        return new Draft(sender, recipient, "crash-" + count.incrementAndGet(), keyed);
    }

    void heard(Draft draft, String reply) {
        if (reply.startsWith("250 ")) {
            accepted.add(new AcceptedMail(draft.sender(), draft.recipient(), draft.subject()));
        } else if (reply.startsWith("4")) {
            putOff.incrementAndGet();
        } else {
            refusals.add(draft.subject() + ": " + reply);
        }
    }

    void heardAtLogin(String reply) {
        if (reply.startsWith("4")) {
            putOff.incrementAndGet();
        } else if (!reply.isEmpty()) {
            refusals.add("login: " + reply);
        }
    }

    void took(Duration slowestReply) {
        slowest.accumulateAndGet(slowestReply, (one, other) -> one.compareTo(other) < 0 ? other : one);
    }

    void cut() {
        cuts.incrementAndGet();
    }

    void triesAgain() {
        triesAgain.incrementAndGet();
    }

    /** What is under way is submitted to its end. */
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isEnded() {
        return ended;
    }

    public Collection<AcceptedMail> accepted() {
        return accepted;
    }

    /** Answers that were neither acceptance nor "try again later". */
    public Collection<String> refusals() {
        return refusals;
    }

    /** How often a client was told to try again later. */
    public int putOff() {
        return putOff.get();
    }

    /** How often a connection broke or could not be made. */
    public int cuts() {
        return cuts.get();
    }

    /** How often a message was submitted again with its Idempotency-Key. */
    int triedAgain() {
        return triesAgain.get();
    }

    /** Of the connections that have ended. */
    public Duration slowestReply() {
        return slowest.get();
    }

    /** Messages with a key are submitted until they are accepted. */
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

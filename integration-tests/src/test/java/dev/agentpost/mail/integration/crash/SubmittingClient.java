package dev.agentpost.mail.integration.crash;

import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * One connection that submits one small message after the other, and connects again whenever it is cut. Some messages have
 * an Idempotency-Key: then the client hangs up before some answers, and submits again what it got no answer to.
 */
final class SubmittingClient implements Runnable {
    private static final int HANGS_UP_ONCE_IN = 10;
    private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(100);
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(300);

    private final SubmissionStream stream;
    private final RunningServer server;
    private final List<TestInbox> inboxes;
    private final Random random;
    private Optional<Draft> unanswered = Optional.empty();

    SubmittingClient(SubmissionStream stream, RunningServer server, List<TestInbox> inboxes, Random random) {
        this.stream = stream;
        this.server = server;
        this.inboxes = inboxes;
        this.random = random;
    }

    @Override
    public void run() {
        while (goesOn()) {
            TestInbox sender = unanswered.map(Draft::sender).orElseGet(this::anyInbox);
            try (SmtpConnection smtp = server.smtp()) {
                submitOn(smtp, sender);
            } catch (UncheckedIOException | AssertionError e) {
                // refused, cut or not there: what counts is what was accepted
                stream.cut();
                LockSupport.parkNanos(AFTER_REFUSAL.toNanos());
            }
        }
    }

    private boolean goesOn() {
        return !stream.isEnded() || unanswered.isPresent();
    }

    private TestInbox anyInbox() {
        return inboxes.get(random.nextInt(inboxes.size()));
    }

    private void submitOn(SmtpConnection smtp, TestInbox sender) {
        try {
            smtp.ehlo();
            String login = smtp.authenticate(sender);
            if (!login.startsWith("235")) {
                stream.heardAtLogin(login);
                LockSupport.parkNanos(AFTER_REFUSAL.toNanos());
                return;
            }
            boolean open = true;
            while (open && goesOn()) {
                open = stream.isPaused() || submit(smtp, sender);
                LockSupport.parkNanos(BETWEEN_MESSAGES.toNanos());
            }
        } finally {
            stream.took(smtp.slowestReply());
        }
    }

    /** False when this client has hung up. */
    private boolean submit(SmtpConnection smtp, TestInbox sender) {
        boolean again = unanswered.isPresent();
        Draft draft = unanswered.orElseGet(() -> stream.draft(sender, anyInbox(), random.nextBoolean()));
        unanswered = Optional.of(draft).filter(Draft::keyed);
        List<String> recipients = List.of(draft.recipient().email());
        if (again) {
            stream.triesAgain();
        } else if (draft.keyed() && random.nextInt(HANGS_UP_ONCE_IN) == 0) {
            smtp.submitWithoutReadingTheAnswer(sender.email(), recipients, draft.text());
            return false;
        }
        String reply = smtp.submit(sender.email(), recipients, draft.text());
        if (reply.isEmpty()) {
            throw new AssertionError("cut");
        }
        stream.heard(draft, reply);
        if (!reply.startsWith("4")) {
            unanswered = Optional.empty();
        }
        if (!reply.startsWith("2")) {
            smtp.command("RSET");
            LockSupport.parkNanos(AFTER_REFUSAL.toNanos());
        }
        return true;
    }
}

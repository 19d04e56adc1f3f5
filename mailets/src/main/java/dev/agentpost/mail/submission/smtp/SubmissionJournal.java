package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.audit.AuditTrail;
import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.login.smtp.SmtpLogin;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator and the organization what became of messages and commands: a line in the log, a count, and for
 * refusals an entry in the audit trail. Safe for use by many threads.
 */
public class SubmissionJournal {
    static final String ACCEPTED_METRIC = "submission_accepted";
    static final String REPEATED_METRIC = "submission_repeated";
    static final String REFUSED_METRIC = "submission_refused_";

    private static final Logger LOGGER = LoggerFactory.getLogger(SubmissionJournal.class);
    private static final String ACCEPTED = "250";

    private final AuditTrail trail;
    private final Clock clock;
    private final Metric accepted;
    private final Metric repeated;
    private final Map<RefusalReason, Metric> refused = new EnumMap<>(RefusalReason.class);

    @Inject
    public SubmissionJournal(AuditTrail trail, MetricFactory metrics, Clock clock) {
        this.trail = trail;
        this.clock = clock;
        accepted = metrics.generate(ACCEPTED_METRIC);
        repeated = metrics.generate(REPEATED_METRIC);
        for (RefusalReason reason : RefusalReason.values()) {
            refused.put(reason, metrics.generate(REFUSED_METRIC + reason.value()));
        }
    }

    /**
     * A MAIL or RCPT that was not taken.
     *
     * @param recipient of RCPT, when it could be read
     */
    void refused(SMTPSession session, AuditAction step, Response answer, Optional<String> recipient) {
        RefusalReason reason = count(step, answer);
        SmtpLogin.of(session).ifPresent(login -> {
            LOGGER.info(
                    "{} refused organization={} inbox={} key={} session={} recipient={} reason={} answer=\"{}\"",
                    step.value(),
                    login.organizationId(),
                    login.email(),
                    login.keyId(),
                    session.getSessionID(),
                    recipient.orElse("-"),
                    reason.value(),
                    RefusalReason.text(answer));
            if (reason.isAudited()) {
                String text = RefusalReason.text(answer)
                        + recipient.map(address -> " (" + address + ")").orElse("");
                trail.record(event(session, login, step, text));
            }
        });
    }

    private RefusalReason count(AuditAction step, Response answer) {
        RefusalReason reason = RefusalReason.of(step, answer);
        refused.get(reason).increment();
        return reason;
    }

    private AuditEvent event(SMTPSession session, LoginContext login, AuditAction step, String reason) {
        AuditEvent event = AuditEvent.of(clock.instant(), login.organizationId(), step, AuditOutcome.REFUSED)
                .withKey(login.keyId())
                .withInbox(login.email().asString())
                .withReason(reason);
        InetSocketAddress address = session.getRemoteAddress();
        return address == null
                ? event
                : event.withRemoteAddress(address.getAddress().getHostAddress());
    }

    /**
     * A whole message.
     *
     * @param size in bytes as received so far
     */
    void message(SMTPSession session, Submission submission, long size, Response answer) {
        if (answer.getRetCode().equals(ACCEPTED)) {
            boolean isNew = RefusalReason.text(answer).contains(submission.id().value());
            (isNew ? accepted : repeated).increment();
            log(isNew ? "accepted" : "repeated", submission, size, "-", answer);
            return;
        }
        RefusalReason reason = count(AuditAction.MESSAGE, answer);
        log("refused", submission, size, reason.value(), answer);
        if (reason.isAudited()) {
            trail.record(event(session, submission.login(), AuditAction.MESSAGE, RefusalReason.text(answer)));
        }
    }

    private static void log(String outcome, Submission submission, long size, String reason, Response answer) {
        LOGGER.info(
                "message {} organization={} inbox={} key={} session={} message={} recipients={} size={} reason={}"
                        + " answer=\"{}\"",
                outcome,
                submission.login().organizationId(),
                submission.login().email(),
                submission.login().keyId(),
                submission.sessionId(),
                submission.id(),
                submission.recipients().size(),
                size,
                reason,
                RefusalReason.text(answer));
    }
}

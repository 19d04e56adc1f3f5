package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.audit.AuditTrail;
import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.filterrule.EnvelopeCheck;
import dev.agentpost.mail.filterrule.RuleScope;
import dev.agentpost.mail.organization.OrganizationId;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells the operator what became of connections, commands and messages from the world: a line in the log and a count; and
 * the organization what its rules and DMARC kept away: an entry in the audit trail. Safe for use by many threads.
 */
public class ReceptionJournal {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReceptionJournal.class);
    private static final String ACCEPTED = "250";
    private static final String BLOCKED = "550 5.7.1";

    private final AuditTrail trail;
    private final EnvelopeCheck owners;
    private final Clock clock;
    private final Metric accepted;
    private final Metric refusedConnections;
    private final Metric refusedSenders;
    private final Metric refusedRecipients;
    private final Metric refusedMessages;

    @Inject
    public ReceptionJournal(AuditTrail trail, EnvelopeCheck owners, MetricFactory metrics, Clock clock) {
        this.trail = trail;
        this.owners = owners;
        this.clock = clock;
        accepted = metrics.generate("reception_accepted");
        refusedConnections = metrics.generate("reception_refused_connection");
        refusedSenders = metrics.generate("reception_refused_sender");
        refusedRecipients = metrics.generate("reception_refused_recipient");
        refusedMessages = metrics.generate("reception_refused_message");
    }

    void connectionRefused(ReceptionSession session, SmtpReply answer) {
        refusedConnections.increment();
        LOGGER.info("connection from {} refused answer=\"{}\"", session.client().getHostAddress(), answer);
    }

    /** A MAIL that was not taken. */
    void senderRefused(ReceptionSession session, Response answer) {
        refusedSenders.increment();
        LOGGER.info(
                "sender refused remote={} session={} answer=\"{}\"",
                session.client().getHostAddress(),
                session.getSessionID(),
                text(answer));
    }

    /**
     * A RCPT that was not taken.
     *
     * @param recipient when it could be read
     */
    void recipientRefused(ReceptionSession session, Response answer, Optional<MailAddress> recipient) {
        refusedRecipients.increment();
        String sender = session.getAttachment(SMTPSession.SENDER, State.Transaction)
                .orElse(MaybeSender.nullSender())
                .asString("<>");
        LOGGER.info(
                "recipient refused remote={} session={} sender={} recipient={} answer=\"{}\"",
                session.client().getHostAddress(),
                session.getSessionID(),
                sender,
                recipient.map(MailAddress::asString).orElse("-"),
                text(answer));
        if (recipient.isPresent() && text(answer).startsWith(BLOCKED)) {
            audit(
                    AuditAction.RECIPIENT,
                    session.client(),
                    List.of(recipient.get()),
                    "mail from " + sender + " blocked by a receive rule");
        }
    }

    /**
     * One entry for each organization, with the first of its recipients that are inboxes; who was refused is not made to
     * wait for it.
     */
    private void audit(AuditAction action, InetAddress client, List<MailAddress> recipients, String reason) {
        var unused = Flux.fromIterable(recipients)
                .concatMap(recipient -> organization(recipient).map(organization -> Map.entry(organization, recipient)))
                .distinct(Map.Entry::getKey)
                .subscribe(
                        first -> trail.record(
                                AuditEvent.of(clock.instant(), first.getKey(), action, AuditOutcome.REFUSED)
                                        .withInbox(first.getValue().asString())
                                        .withRemoteAddress(client.getHostAddress())
                                        .withReason(reason)),
                        failure -> LOGGER.warn("A refusal was not noted in the audit trail: {}", failure.toString()));
    }

    private Mono<OrganizationId> organization(MailAddress recipient) {
        return owners.scopeOf(EnvelopeAddress.of(
                        recipient.getLocalPart(), recipient.getDomain().asString()))
                .map(RuleScope::organization);
    }

    /**
     * A whole message.
     *
     * @param size in bytes as received so far
     */
    void message(Reception reception, long size, Response answer) {
        boolean isAccepted = answer.getRetCode().equals(ACCEPTED);
        (isAccepted ? accepted : refusedMessages).increment();
        LOGGER.info(
                "message {} remote={} session={} message={} sender={} recipients={} size={} answer=\"{}\"",
                isAccepted ? "received" : "refused",
                reception.clientAddress().getHostAddress(),
                reception.sessionId(),
                reception.id(),
                reception.sender().asString("<>"),
                reception.recipients().size(),
                size,
                text(answer));
        if (text(answer).equals(ReceptionReplies.DMARC_REJECT.toString())) {
            String sender = reception.sender().asString("<>");
            audit(
                    AuditAction.MESSAGE,
                    reception.clientAddress(),
                    List.copyOf(reception.recipients()),
                    "mail from " + sender + " refused: the domain of its From asks for that (DMARC)");
        }
    }

    private static String text(Response answer) {
        return answer.getLines().get(0).toString();
    }
}

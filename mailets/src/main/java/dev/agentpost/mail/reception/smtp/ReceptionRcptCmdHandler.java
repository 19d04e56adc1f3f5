package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.smtp.RecipientCommand;
import dev.agentpost.mail.reception.OperatorMailbox;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;

/** RCPT of anybody. */
public class ReceptionRcptCmdHandler extends RecipientCommand {
    private final DomainList domains;
    private final ReceptionJournal journal;

    @Inject
    public ReceptionRcptCmdHandler(MetricFactory metricFactory, DomainList domains, ReceptionJournal journal) {
        super(ReceptionTimes.of(metricFactory));
        this.domains = domains;
        this.journal = journal;
    }

    /** RFC 5321 section 4.1.1.3: the postmaster needs no domain. */
    @Override
    protected Optional<MailAddress> wellKnown(String path) {
        try {
            return OperatorMailbox.isBarePostmaster(path)
                    ? Optional.of(new MailAddress("postmaster", domains.getDefaultDomain()))
                    : Optional.empty();
        } catch (AddressException | DomainListException e) {
            throw new IllegalStateException("the shared domain is a domain", e);
        }
    }

    @Override
    protected Response refused(SMTPSession session, Response response, Optional<MailAddress> recipient) {
        ReceptionSession reception = ReceptionSession.of(session);
        journal.recipientRefused(reception, response, recipient);
        boolean isPermanent = response.getRetCode().startsWith("55");
        return isPermanent && reception.isOneUnknownRecipientTooMany()
                ? ReceptionReplies.TOO_MANY_UNKNOWN_RECIPIENTS.toClosingResponse()
                : response;
    }
}

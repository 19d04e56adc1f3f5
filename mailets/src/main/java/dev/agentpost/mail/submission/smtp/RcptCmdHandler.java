package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.core.smtp.RecipientCommand;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;

/** RCPT of inboxes that are logged in. */
public class RcptCmdHandler extends RecipientCommand {
    private static final String POSTMASTER = "postmaster";

    private final SubmissionJournal journal;
    private final DomainList domains;

    @Inject
    public RcptCmdHandler(MetricFactory metricFactory, SubmissionJournal journal, DomainList domains) {
        super(metricFactory);
        this.journal = journal;
        this.domains = domains;
    }

    /** RFC 5321 section 4.1.1.3: a postmaster without a domain is that of this server. */
    @Override
    protected Optional<MailAddress> wellKnown(String path) {
        return path.equalsIgnoreCase(POSTMASTER) ? Optional.of(postmaster()) : Optional.empty();
    }

    private MailAddress postmaster() {
        try {
            return new MailAddress(POSTMASTER, domains.getDefaultDomain());
        } catch (AddressException | DomainListException e) {
            throw new IllegalStateException("the domain of postmaster cannot be told", e);
        }
    }

    @Override
    protected Response refused(SMTPSession session, Response response, Optional<MailAddress> recipient) {
        journal.refused(session, AuditAction.RECIPIENT, response, recipient.map(MailAddress::asString));
        return response;
    }
}

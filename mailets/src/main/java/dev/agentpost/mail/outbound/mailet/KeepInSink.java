package dev.agentpost.mail.outbound.mailet;

import dev.agentpost.mail.core.mailet.KeptMails;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbound mode {@code sink}: mail for addresses elsewhere is kept for inspection and goes nowhere. Parameter
 * {@code repository}: the URL of the mail repository.
 */
public final class KeepInSink extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeepInSink.class);

    private final MailRepositoryStore repositories;
    private KeptMails kept;

    @Inject
    public KeepInSink(MailRepositoryStore repositories) {
        this.repositories = repositories;
    }

    @Override
    public void init() throws MessagingException {
        kept = KeptMails.in(repositories, getInitParameter("repository"));
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        kept.keep(mail);
        LOGGER.info(
                "mail {} from {} to {} kept in mail repository sink, nothing was sent: OUTBOUND_MODE is sink",
                mail.getName(),
                mail.getMaybeSender().asString("<>"),
                mail.getRecipients());
        mail.setState(Mail.GHOST);
    }

    @Override
    public String getMailetInfo() {
        return "KeepInSink";
    }
}

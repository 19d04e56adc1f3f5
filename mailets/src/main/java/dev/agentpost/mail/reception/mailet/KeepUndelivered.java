package dev.agentpost.mail.reception.mailet;

import dev.agentpost.mail.core.mailet.KeptMails;
import dev.agentpost.mail.reception.ReceptionAttributes;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Behind the delivery to inboxes: mail that came from the world and still has recipients ends here, so that it is never
 * sent out again. Its inbox or its domain was deleted after it was accepted. Parameter {@code repository}: the URL of the
 * mail repository that keeps it.
 */
public final class KeepUndelivered extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeepUndelivered.class);

    private final MailRepositoryStore repositories;
    private KeptMails kept;

    @Inject
    public KeepUndelivered(MailRepositoryStore repositories) {
        this.repositories = repositories;
    }

    @Override
    public void init() throws MessagingException {
        kept = KeptMails.in(repositories, getInitParameter("repository"));
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        if (mail.getAttribute(ReceptionAttributes.RECEPTION_ID).isEmpty()) {
            return;
        }
        kept.keep(mail);
        LOGGER.info(
                "mail {} for {}, who is nobody here any more, kept in {}", mail.getName(), mail.getRecipients(), kept);
        mail.setState(Mail.GHOST);
    }

    @Override
    public String getMailetInfo() {
        return "KeepUndelivered";
    }
}

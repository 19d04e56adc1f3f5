package dev.agentpost.mail.outbound.mailet;

import dev.agentpost.mail.core.mailet.KeptMailName;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
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
    private MailRepositoryUrl url;

    @Inject
    public KeepInSink(MailRepositoryStore repositories) {
        this.repositories = repositories;
    }

    @Override
    public void init() throws MessagingException {
        url = MailRepositoryUrl.from(getInitParameter("repository"));
        // Makes it, so that operators find it empty instead of missing.
        repository();
    }

    private MailRepository repository() throws MessagingException {
        try {
            return repositories.select(url);
        } catch (MailRepositoryStore.MailRepositoryStoreException e) {
            throw new MessagingException("the mail repository " + url.asString() + " cannot be opened", e);
        }
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        mail.setName(KeptMailName.of(mail));
        repository().store(mail);
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

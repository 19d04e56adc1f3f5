package dev.agentpost.mail.core.mailet;

import javax.mail.MessagingException;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.mailet.Mail;

/** A mail repository where mailets keep mails for the operator. */
public final class KeptMails {
    private final MailRepositoryStore repositories;
    private final MailRepositoryUrl url;

    private KeptMails(MailRepositoryStore repositories, MailRepositoryUrl url) {
        this.repositories = repositories;
        this.url = url;
    }

    /** Makes the repository, so that operators find it empty instead of missing. */
    public static KeptMails in(MailRepositoryStore repositories, String url) throws MessagingException {
        KeptMails kept = new KeptMails(repositories, MailRepositoryUrl.from(url));
        kept.repository();
        return kept;
    }

    private MailRepository repository() throws MessagingException {
        try {
            return repositories.select(url);
        } catch (MailRepositoryStore.MailRepositoryStoreException e) {
            throw new MessagingException("the mail repository " + url.asString() + " cannot be opened", e);
        }
    }

    /** The mail has its {@link KeptMailName} afterwards. */
    public void keep(Mail mail) throws MessagingException {
        mail.setName(KeptMailName.of(mail));
        repository().store(mail);
    }

    /** The URL of the repository. */
    @Override
    public String toString() {
        return url.asString();
    }
}

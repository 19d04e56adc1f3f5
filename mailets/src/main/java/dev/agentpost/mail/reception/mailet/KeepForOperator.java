package dev.agentpost.mail.reception.mailet;

import dev.agentpost.mail.address.AddressBook;
import dev.agentpost.mail.address.Destination;
import dev.agentpost.mail.core.mailet.KeptMails;
import dev.agentpost.mail.reception.OperatorMailbox;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps mail for postmaster and abuse of the domains here in a mail repository, unless a catch-all inbox gets it; other
 * recipients go on. A store that fails is a failure of the mail. Parameter {@code repository}: its URL.
 */
public final class KeepForOperator extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeepForOperator.class);

    private final AddressBook addresses;
    private final MailRepositoryStore repositories;
    private KeptMails kept;

    @Inject
    public KeepForOperator(AddressBook addresses, MailRepositoryStore repositories) {
        this.addresses = addresses;
        this.repositories = repositories;
    }

    @Override
    public void init() throws MessagingException {
        kept = KeptMails.in(repositories, getInitParameter("repository"));
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        List<MailAddress> operators = new ArrayList<>();
        List<MailAddress> others = new ArrayList<>();
        mail.getRecipients().forEach(recipient -> (isOperator(recipient) ? operators : others).add(recipient));
        if (operators.isEmpty()) {
            return;
        }
        String nameBefore = mail.getName();
        mail.setRecipients(operators);
        kept.keep(mail);
        mail.setName(nameBefore);
        mail.setRecipients(others);
        LOGGER.info("mail {} for {} kept in mail repository {}", nameBefore, operators, kept);
        if (others.isEmpty()) {
            mail.setState(Mail.GHOST);
        }
    }

    private boolean isOperator(MailAddress recipient) {
        return OperatorMailbox.isLocalPart(recipient.getLocalPart())
                && addresses
                        .find(recipient.getLocalPart(), recipient.getDomain().asString())
                        .map(Destination.UNKNOWN::equals)
                        .blockOptional()
                        .orElseThrow();
    }

    @Override
    public String getMailetInfo() {
        return "KeepForOperator";
    }
}

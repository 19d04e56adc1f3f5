package dev.agentpost.mail.delivery.mailet;

import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;

/**
 * Takes the field {@code Bcc} out of the message and leaves every other byte as it came. James's {@code
 * RemoveMimeHeader} has JavaMail save the message as well, which moves fields and may encode the content anew.
 */
public final class RemoveBcc extends GenericMailet {

    @Override
    public void service(Mail mail) throws MessagingException {
        if (mail.getMessage().getHeader("Bcc") != null) {
            mail.getMessage().removeHeader("Bcc");
        }
    }

    @Override
    public String getMailetInfo() {
        return "RemoveBcc";
    }
}

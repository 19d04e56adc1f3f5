package dev.agentpost.mail.delivery.mailet;

import dev.agentpost.mail.queue.james.VerbatimMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;

/**
 * Takes the fields {@code Bcc} and {@code Resent-Bcc} out of the message and leaves every other byte as it came. The
 * message is replaced, not changed: James has JavaMail save a changed one when it splits the mail, which moves fields,
 * may encode the content anew, and fails when a field cannot be parsed.
 */
public final class RemoveBcc extends GenericMailet {
    private static final Set<String> HIDDEN = Set.of("bcc", "resent-bcc");

    @Override
    public void service(Mail mail) throws MessagingException {
        MimeMessage message = mail.getMessage();
        for (String name : HIDDEN) {
            if (message.getHeader(name) != null) {
                replace(mail);
                return;
            }
        }
    }

    private static void replace(Mail mail) throws MessagingException {
        if (!(mail instanceof MailImpl spooled)) {
            throw new MessagingException("the message of mail " + mail.getName() + " cannot be replaced");
        }
        try (InputStream in =
                ReplacedFields.of(MailContent.of(mail), HIDDEN, "").open()) {
            spooled.setMessageNoCopy(new VerbatimMessage(MimeMessageInputStreamSource.create(mail.getName(), in)));
        } catch (IOException e) {
            throw new MessagingException("the message of mail " + mail.getName() + " cannot be read", e);
        }
    }

    @Override
    public String getMailetInfo() {
        return "RemoveBcc";
    }
}

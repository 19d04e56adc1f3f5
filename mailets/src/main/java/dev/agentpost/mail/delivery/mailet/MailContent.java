package dev.agentpost.mail.delivery.mailet;

import dev.agentpost.mail.delivery.CopyContent;
import java.io.IOException;
import java.io.InputStream;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageUtil;
import org.apache.mailet.Mail;

/** The message of a mail in the spool, read from where it lies: not parsed, not copied into memory. */
record MailContent(MimeMessage message) implements CopyContent {

    static MailContent of(Mail mail) throws MessagingException {
        return new MailContent(mail.getMessage());
    }

    @Override
    public InputStream open() throws IOException {
        try {
            return new MimeMessageInputStream(message);
        } catch (MessagingException e) {
            throw new IOException("the message of a mail in the spool cannot be read", e);
        }
    }

    @Override
    public long sizeBytes() throws IOException {
        try {
            return MimeMessageUtil.getMessageSize(message);
        } catch (MessagingException e) {
            throw new IOException("the message of a mail in the spool cannot be read", e);
        }
    }
}

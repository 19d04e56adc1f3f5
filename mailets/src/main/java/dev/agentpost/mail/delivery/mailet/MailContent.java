package dev.agentpost.mail.delivery.mailet;

import dev.agentpost.mail.mailboxstore.HeaderBlock;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;

/** Reads the message of a mail in the spool from where it lies: the header once, the body when it is stored. */
final class MailContent {
    private MailContent() {}

    static MessageSource of(Mail mail) throws MessagingException {
        MimeMessage message = mail.getMessage();
        try (InputStream in = new MimeMessageInputStream(message)) {
            byte[] header = HeaderBlock.read(in);
            return new MessageSource(header, () -> body(message, header.length), mail.getMessageSize() - header.length);
        } catch (IOException e) {
            throw new MessagingException("the message of mail " + mail.getName() + " cannot be read", e);
        }
    }

    private static InputStream body(MimeMessage message, int headerBytes) throws IOException {
        InputStream in;
        try {
            in = new MimeMessageInputStream(message);
        } catch (MessagingException e) {
            throw new IOException("the message of a mail in the spool cannot be read", e);
        }
        try {
            in.skipNBytes(headerBytes);
            return in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }
}

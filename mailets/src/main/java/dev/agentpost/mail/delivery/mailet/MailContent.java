package dev.agentpost.mail.delivery.mailet;

import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;

/** Reads the message of a mail in the spool from where it lies: the header once, the body when it is stored. */
final class MailContent {
    private static final byte LF = '\n';

    private MailContent() {}

    static MessageSource of(Mail mail) throws MessagingException {
        MimeMessage message = mail.getMessage();
        try (InputStream in = new BufferedInputStream(new MimeMessageInputStream(message))) {
            byte[] header = readHeader(in);
            return new MessageSource(header, () -> body(message, header.length), mail.getMessageSize() - header.length);
        } catch (IOException e) {
            throw new MessagingException("the message of mail " + mail.getName() + " cannot be read", e);
        }
    }

    /** With the empty line that ends it; all of the message when there is none. */
    private static byte[] readHeader(InputStream in) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream(2048);
        boolean lineIsEmpty = true;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            header.write(octet);
            if (octet == LF) {
                if (lineIsEmpty) {
                    break;
                }
                lineIsEmpty = true;
            } else if (octet != '\r') {
                lineIsEmpty = false;
            }
        }
        return header.toByteArray();
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

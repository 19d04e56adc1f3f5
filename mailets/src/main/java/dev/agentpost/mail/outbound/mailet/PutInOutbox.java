package dev.agentpost.mail.outbound.mailet;

import dev.agentpost.mail.core.mailet.KeptMailName;
import dev.agentpost.mail.mailboxstore.HeaderBlock;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.outbound.Outbox;
import dev.agentpost.mail.outbound.OutgoingMail;
import dev.agentpost.mail.submission.SubmissionAttributes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;

/**
 * The outbound modes {@code direct} and {@code smarthost}: the mail goes into the outbox, which has it sent. Parameter
 * {@code mode}: in {@code sink} nothing is done here.
 */
public final class PutInOutbox extends GenericMailet {
    private static final String SINK = "sink";

    private final Outbox outbox;
    private boolean sink;

    @Inject
    public PutInOutbox(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void init() {
        sink = SINK.equals(getInitParameter("mode"));
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        if (sink || mail.getRecipients().isEmpty()) {
            return;
        }
        try {
            outbox.add(new OutgoingMail(
                    KeptMailName.of(mail),
                    text(mail, SubmissionAttributes.ORGANIZATION_ID)
                            .filter(OrganizationId::isValid)
                            .map(OrganizationId::of),
                    text(mail, SubmissionAttributes.INBOX_EMAIL),
                    mail.getMaybeSender().asString(""),
                    mail.getRecipients().stream().map(MailAddress::asString).toList(),
                    message(mail)));
        } catch (IOException e) {
            throw new MessagingException("the message of mail " + mail.getName() + " cannot be read", e);
        }
        mail.setState(Mail.GHOST);
    }

    private static Optional<String> text(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, String.class);
    }

    private static MessageSource message(Mail mail) throws MessagingException, IOException {
        MimeMessage message = mail.getMessage();
        try (InputStream in = new MimeMessageInputStream(message)) {
            byte[] header = HeaderBlock.read(in);
            return new MessageSource(header, () -> body(message, header.length), mail.getMessageSize() - header.length);
        }
    }

    private static InputStream body(MimeMessage message, int headerBytes) throws IOException {
        try {
            InputStream in = new MimeMessageInputStream(message);
            in.skipNBytes(headerBytes);
            return in;
        } catch (MessagingException e) {
            throw new IOException("the message of a mail in the spool cannot be read", e);
        }
    }

    @Override
    public String getMailetInfo() {
        return "PutInOutbox";
    }
}

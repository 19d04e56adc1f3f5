package dev.agentpost.mail.bounce.mailet;

import dev.agentpost.mail.bounce.ReportedFailures;
import dev.agentpost.mail.mailboxstore.MessageSource.Body;
import dev.agentpost.mail.reception.ReceptionAttributes;
import java.io.IOException;
import java.util.List;
import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;

/** Before the delivery to inboxes, which get them like all mail: takes note of reports from the world. */
public final class HeedReports extends GenericMailet {
    private final ReportedFailures failures;

    @Inject
    public HeedReports(ReportedFailures failures) {
        this.failures = failures;
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        boolean mayBeReport =
                mail.getAttribute(ReceptionAttributes.RECEPTION_ID).isPresent()
                        && mail.getMaybeSender().isNullSender();
        if (!mayBeReport) {
            return;
        }
        MimeMessage message = mail.getMessage();
        Body octets = () -> open(message);
        List<String> recipients =
                mail.getRecipients().stream().map(MailAddress::asString).toList();
        try {
            failures.heed(octets, recipients).block();
        } catch (IOException e) {
            throw new MessagingException("the message of mail " + mail.getName() + " cannot be read", e);
        }
    }

    private static MimeMessageInputStream open(MimeMessage message) throws IOException {
        try {
            return new MimeMessageInputStream(message);
        } catch (MessagingException e) {
            throw new IOException("the message of a mail in the spool cannot be read", e);
        }
    }

    @Override
    public String getMailetInfo() {
        return "HeedReports";
    }
}

package dev.agentpost.mail.delivery.mailet;

import dev.agentpost.mail.delivery.CopyContent;
import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.MailCopies;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;
import java.nio.charset.StandardCharsets;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the mail in the INBOX of each recipient; to be matched with recipients that have an inbox only. */
public final class DeliverToInbox extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliverToInbox.class);

    private final MailCopies copies;

    @Inject
    public DeliverToInbox(MailCopies copies) {
        this.copies = copies;
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        CopyContent content = MailContent.of(mail);
        for (MailAddress recipient : mail.getRecipients()) {
            InboxAddress inbox = InboxAddress.parseWithoutTag(recipient.asString())
                    .orElseThrow(() -> new MessagingException(recipient.asString() + " cannot be an inbox"));
            CopyId copy = new CopyId(Submission.id(mail), inbox, SystemFolder.INBOX);
            copies.store(copy, content.withHeaders(trace(mail, recipient))).block();
            LOGGER.info("mail {} delivered to {}", copy.submissionId(), inbox);
        }
        mail.setState(Mail.GHOST);
    }

    /** RFC 5321 section 4.4: the final delivery writes down the envelope; Delivered-To keeps the tag of the address. */
    private static byte[] trace(Mail mail, MailAddress recipient) {
        return ("Return-Path: <" + mail.getMaybeSender().asString("") + ">\r\nDelivered-To: " + recipient.asString()
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String getMailetInfo() {
        return "DeliverToInbox";
    }
}

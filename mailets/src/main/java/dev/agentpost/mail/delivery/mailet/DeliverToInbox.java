package dev.agentpost.mail.delivery.mailet;

import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.MailCopies;
import dev.agentpost.mail.delivery.MailCopies.Outcome;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Stores the mail in the INBOX of each recipient that has one here, and leaves the others to what comes next. Not a
 * matcher's work: James copies the message when a matcher splits the recipients.
 */
public final class DeliverToInbox extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliverToInbox.class);
    private static final int AT_ONCE = 4;

    private final MailCopies copies;

    @Inject
    public DeliverToInbox(MailCopies copies) {
        this.copies = copies;
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Collection<MailAddress> recipients = List.copyOf(mail.getRecipients());
        List<MailAddress> local = recipients.stream()
                .filter(recipient -> getMailetContext().isLocalServer(recipient.getDomain()))
                .toList();
        if (local.isEmpty()) {
            return;
        }
        MessageSource message = MailContent.of(mail);
        List<MailAddress> delivered = Flux.fromIterable(local)
                .flatMap(recipient -> deliver(mail, message, recipient), AT_ONCE)
                .collectList()
                .block();
        mail.setRecipients(recipients.stream()
                .filter(recipient -> !delivered.contains(recipient))
                .toList());
        if (mail.getRecipients().isEmpty()) {
            mail.setState(Mail.GHOST);
        }
    }

    /** Empty when the recipient is nobody here. */
    private Mono<MailAddress> deliver(Mail mail, MessageSource message, MailAddress recipient) {
        return Mono.justOrEmpty(InboxAddress.parseWithoutTag(recipient.asString()))
                .map(inbox -> new CopyId(Submission.id(mail), inbox, SystemFolder.INBOX))
                .flatMap(copy -> copies.store(copy, Optional.empty(), message.withHeaderLines(trace(mail, recipient)))
                        .filter(outcome -> outcome == Outcome.STORED)
                        .doOnNext(stored -> LOGGER.info("mail {} delivered to {}", copy.submissionId(), copy.inbox()))
                        .map(stored -> recipient));
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

package dev.agentpost.mail.delivery.mailet;

import com.github.f4b6a3.ulid.Ulid;
import dev.agentpost.mail.address.AddressBook;
import dev.agentpost.mail.address.Destination;
import dev.agentpost.mail.address.RecipientOwners;
import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.DeliveryDelays;
import dev.agentpost.mail.delivery.MailCopies;
import dev.agentpost.mail.delivery.MailCopies.Outcome;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.reception.ReceptionAttributes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Stores the mail in the INBOX of each recipient that has one here, once where several addresses lead to one inbox, and
 * leaves the other recipients to what comes next, also one whose address is another organization's by now. Not a matcher's work: James copies the message when a matcher splits
 * the recipients.
 */
public final class DeliverToInbox extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliverToInbox.class);
    private static final int AT_ONCE = 4;

    private final AddressBook addresses;
    private final MailCopies copies;
    private final DeliveryDelays delays;
    private final Clock clock;

    @Inject
    public DeliverToInbox(AddressBook addresses, MailCopies copies, DeliveryDelays delays, Clock clock) {
        this.addresses = addresses;
        this.copies = copies;
        this.delays = delays;
        this.clock = clock;
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Collection<MailAddress> recipients = List.copyOf(mail.getRecipients());
        Map<InboxAddress, Set<MailAddress>> byInbox = byInbox(recipients, RecipientOwners.of(mail));
        if (byInbox.isEmpty()) {
            return;
        }
        MessageSource message = MailContent.of(mail);
        Set<MailAddress> delivered = Flux.fromIterable(byInbox.entrySet())
                .flatMap(entry -> deliver(mail, message, entry.getKey(), entry.getValue()), AT_ONCE)
                .flatMapIterable(reached -> reached)
                .collect(Collectors.toSet())
                .block();
        mail.setRecipients(recipients.stream()
                .filter(recipient -> !delivered.contains(recipient))
                .toList());
        if (mail.getRecipients().isEmpty()) {
            mail.setState(Mail.GHOST);
        }
    }

    private Map<InboxAddress, Set<MailAddress>> byInbox(Collection<MailAddress> recipients, RecipientOwners owners) {
        return Flux.fromIterable(recipients)
                .flatMapSequential(
                        recipient -> inbox(recipient)
                                .filter(inbox -> owners.mayReach(recipient, inbox))
                                .map(inbox -> Map.entry(inbox.email(), recipient)),
                        AT_ONCE)
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toCollection(LinkedHashSet::new))))
                .<Map<InboxAddress, Set<MailAddress>>>map(Map::copyOf)
                .block();
    }

    private Mono<Inbox> inbox(MailAddress recipient) {
        return addresses
                .find(recipient.getLocalPart(), recipient.getDomain().asString())
                .map(Destination::reached)
                .flatMap(Mono::justOrEmpty);
    }

    /** The recipients, or empty when the inbox is gone meanwhile. */
    private Mono<Set<MailAddress>> deliver(
            Mail mail, MessageSource message, InboxAddress inbox, Set<MailAddress> recipients) {
        CopyId copy = new CopyId(Submission.id(mail), inbox, SystemFolder.INBOX);
        return copies.store(copy, Optional.empty(), message.withHeaderLines(trace(mail, recipients)))
                .filter(outcome -> outcome == Outcome.STORED)
                .doOnNext(stored -> note(copy))
                .map(stored -> recipients);
    }

    private void note(CopyId copy) {
        LOGGER.info("mail {} delivered to {}", copy.submissionId(), copy.inbox());
        if (Ulid.isValid(copy.submissionId())) {
            delays.delivered(Duration.between(Ulid.getInstant(copy.submissionId()), clock.instant()));
        }
    }

    /**
     * RFC 5321 section 4.4: the final delivery writes down the envelope; Delivered-To keeps the tag of the address, and
     * there is one for each address that led here. RFC 8601 section 4: the verdicts stand above what came with the message.
     */
    private static byte[] trace(Mail mail, Set<MailAddress> recipients) {
        String deliveredTo = recipients.stream()
                .map(recipient -> "Delivered-To: " + recipient.asString() + "\r\n")
                .collect(Collectors.joining());
        String authenticationResults = AttributeUtils.getValueAndCastFromMail(
                        mail, ReceptionAttributes.AUTHENTICATION_RESULTS, String.class)
                .orElse("");
        return ("Return-Path: <" + mail.getMaybeSender().asString("") + ">\r\n" + deliveredTo + authenticationResults)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String getMailetInfo() {
        return "DeliverToInbox";
    }
}

package dev.agentpost.mail.delivery.mailet;

import dev.agentpost.mail.core.AddressField;
import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.MailCopies;
import dev.agentpost.mail.delivery.SentIdentity;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.CachedLogins;
import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Stores what an inbox submitted in its Sent folder. Must run before {@code Bcc} is removed from the message: the
 * sender's copy names every recipient, those as {@code Bcc} that no other field names.
 */
public final class StoreSentCopy extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoreSentCopy.class);

    private final MailCopies copies;
    private final CachedLogins logins;
    private final InboxStore inboxes;

    @Inject
    public StoreSentCopy(MailCopies copies, CachedLogins logins, InboxStore inboxes) {
        this.copies = copies;
        this.logins = logins;
        this.inboxes = inboxes;
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Optional<InboxAddress> submitter = Submission.submitter(mail);
        if (submitter.isEmpty() || isAnothersNow(mail, submitter.get())) {
            return;
        }
        MessageSource message = withBcc(mail);
        CopyId copy = new CopyId(Submission.id(mail), submitter.get(), SystemFolder.SENT);
        // An inbox that was deleted meanwhile needs no copy.
        var unused =
                copies.store(copy, Optional.of(claim(mail, message)), message).block();
    }

    /** The mail may have waited while its inbox was deleted and the address taken anew. */
    private boolean isAnothersNow(Mail mail, InboxAddress address) {
        Optional<InboxId> submitter = Submission.inboxId(mail);
        boolean isAnothers = submitter.isPresent()
                && owner(address)
                        .filter(inbox -> !inbox.id().equals(submitter.get()))
                        .blockOptional()
                        .isPresent();
        if (isAnothers) {
            LOGGER.info("mail {} not kept in Sent: {} is another inbox by now", mail.getName(), address);
        }
        return isAnothers;
    }

    /** As the login of the submitter has just read it, mostly; that an address is nobody's is not remembered. */
    private Mono<Inbox> owner(InboxAddress address) {
        return logins.inbox(address).flatMap(known -> known.map(Mono::just).orElseGet(() -> inboxes.find(address)));
    }

    private static CopyClaim claim(Mail mail, MessageSource message) throws MessagingException {
        try {
            return SentIdentity.of(message, Submission.addedFields(mail));
        } catch (IOException e) {
            throw new MessagingException("the message of mail " + mail.getName() + " cannot be read", e);
        }
    }

    private static MessageSource withBcc(Mail mail) throws MessagingException {
        MimeMessage message = mail.getMessage();
        Set<String> hidden = new LinkedHashSet<>();
        mail.getRecipients().stream().map(MailAddress::asString).forEach(hidden::add);
        Set<String> visible = new LinkedHashSet<>();
        addresses(message, Message.RecipientType.TO).forEach(visible::add);
        addresses(message, Message.RecipientType.CC).forEach(visible::add);
        hidden.removeIf(address -> visible.contains(address.toLowerCase(Locale.ROOT)));
        Set<String> written = new LinkedHashSet<>();
        addresses(message, Message.RecipientType.BCC).forEach(written::add);
        if (hidden.stream().allMatch(address -> written.contains(address.toLowerCase(Locale.ROOT)))) {
            return MailContent.of(mail);
        }
        return ReplacedFields.of(
                MailContent.of(mail), Set.of("bcc"), "Bcc: " + String.join(",\r\n\t", hidden) + "\r\n");
    }

    /** Those that can be read, in lower case: a field that cannot be read names nobody. */
    private static Stream<String> addresses(MimeMessage message, Message.RecipientType type) throws MessagingException {
        String[] fields = message.getHeader(type.toString());
        if (fields == null) {
            return Stream.empty();
        }
        return Stream.of(fields)
                .flatMap(field -> AddressField.parse(field).stream())
                .flatMap(StoreSentCopy::members)
                .map(address -> address.getAddress().toLowerCase(Locale.ROOT));
    }

    private static Stream<InternetAddress> members(InternetAddress address) {
        try {
            return address.isGroup() ? Stream.of(address.getGroup(false)) : Stream.of(address);
        } catch (AddressException unreadable) {
            return Stream.empty();
        }
    }

    @Override
    public String getMailetInfo() {
        return "StoreSentCopy";
    }
}

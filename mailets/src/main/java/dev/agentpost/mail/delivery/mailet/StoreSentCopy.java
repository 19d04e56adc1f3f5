package dev.agentpost.mail.delivery.mailet;

import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.MailCopies;
import dev.agentpost.mail.delivery.SentIdentity;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;
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

/**
 * Stores what an inbox submitted in its Sent folder. Must run before {@code Bcc} is removed from the message: the
 * sender's copy names every recipient, those as {@code Bcc} that no other field names.
 */
public final class StoreSentCopy extends GenericMailet {
    private final MailCopies copies;

    @Inject
    public StoreSentCopy(MailCopies copies) {
        this.copies = copies;
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Optional<InboxAddress> submitter = Submission.submitter(mail);
        if (submitter.isEmpty()) {
            return;
        }
        MessageSource message = withBcc(mail);
        CopyId copy = new CopyId(Submission.id(mail), submitter.get(), SystemFolder.SENT);
        // An inbox that was deleted meanwhile needs no copy.
        var unused =
                copies.store(copy, Optional.of(claim(mail, message)), message).block();
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
        return Stream.of(fields).flatMap(StoreSentCopy::parse).map(address -> address.toLowerCase(Locale.ROOT));
    }

    private static Stream<String> parse(String field) {
        try {
            return Stream.of(InternetAddress.parseHeader(field, false)).map(InternetAddress::getAddress);
        } catch (AddressException unreadable) {
            return Stream.empty();
        }
    }

    @Override
    public String getMailetInfo() {
        return "StoreSentCopy";
    }
}

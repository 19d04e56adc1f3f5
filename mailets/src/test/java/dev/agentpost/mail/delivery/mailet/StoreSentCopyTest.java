package dev.agentpost.mail.delivery.mailet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.MailCopies.Outcome;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class StoreSentCopyTest {
    private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private static final InboxAddress ALICE = new InboxAddress("alice", "shared.localhost");

    private final Map<CopyId, String> stored = new LinkedHashMap<>();
    private final StoreSentCopy testee = new StoreSentCopy(this::store);

    private Mono<Outcome> store(CopyId copy, Optional<CopyClaim> claim, MessageSource message) {
        return Mono.fromCallable(() -> {
            try (InputStream in = message.open()) {
                stored.put(copy, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
            return Outcome.STORED;
        });
    }

    @Test
    void serviceShouldStoreTheMessageInSentOfTheSubmitter() throws Exception {
        testee.service(submission("To: bob@example.com\r\n\r\nhello\r\n", "bob@example.com"));

        assertThat(stored)
                .containsExactly(
                        Map.entry(new CopyId(ID, ALICE, SystemFolder.SENT), "To: bob@example.com\r\n\r\nhello\r\n"));
    }

    @Test
    void serviceShouldWriteRecipientsThatNoFieldNamesAsBcc() throws Exception {
        testee.service(submission(
                "To: Bob <BOB@example.com>\r\nCc: carol@example.com\r\n\r\nhello\r\n",
                "bob@example.com",
                "carol@example.com",
                "dave@example.com",
                "erin@example.com"));

        assertThat(stored.values())
                .singleElement()
                .asString()
                .contains("Bcc: dave@example.com,\r\n\terin@example.com\r\n")
                .endsWith("\r\n\r\nhello\r\n");
    }

    @Test
    void serviceShouldReplaceABccThatIsNotCompleteAndNothingElse() throws Exception {
        testee.service(submission(
                "Subject:x\r\nbcc: dave@example.com,\r\n frank@example.com\r\nContent-Type: text/plain; a=\"\r\n\r\nBcc: x\r\n",
                "dave@example.com",
                "erin@example.com"));

        assertThat(stored.values())
                .containsExactly("Subject:x\r\nContent-Type: text/plain; a=\"\r\n"
                        + "Bcc: dave@example.com,\r\n\terin@example.com\r\n\r\nBcc: x\r\n");
    }

    @Test
    void serviceShouldLeaveTheMessageOfTheRecipientsAlone() throws Exception {
        String message = "To: bob@example.com\r\nContent-Type: text/plain; a=\"\r\n\r\nhello\r\n";
        MailImpl mail = submission(message, "bob@example.com", "dave@example.com");

        testee.service(mail);

        try (InputStream in = MailContent.of(mail).open()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(message);
        }
    }

    @Test
    void serviceShouldKeepABccThatIsComplete() throws Exception {
        String message = "To: bob@example.com\r\nBcc: Dave <dave@example.com>\r\n\r\nhello\r\n";

        testee.service(submission(message, "bob@example.com", "dave@example.com"));

        assertThat(stored.values()).containsExactly(message);
    }

    @Test
    void serviceShouldUseTheIdOfTheAcceptedMailWhenTheMailWasSplit() throws Exception {
        MailImpl mail = submission("To: bob@example.com\r\n\r\nhello\r\n", "bob@example.com");
        mail.setName(ID + "!abcdefghi");

        testee.service(mail);

        assertThat(stored).containsOnlyKeys(new CopyId(ID, ALICE, SystemFolder.SENT));
    }

    @Test
    void serviceShouldStoreNothingWhenNoInboxSubmittedTheMail() throws Exception {
        MailImpl mail = submission("To: bob@example.com\r\n\r\nhello\r\n", "bob@example.com");
        mail.removeAttribute(Mail.SMTP_AUTH_USER);

        testee.service(mail);

        assertThat(stored).isEmpty();
    }

    private static MailImpl submission(String message, String... recipients) throws Exception {
        return MailImpl.builder()
                .name(ID)
                .sender(ALICE.asString())
                .addRecipients(recipients)
                .mimeMessage(new MimeMessageWrapper(MimeMessageInputStreamSource.create(
                        ID, new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)))))
                .addAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(ALICE.asString())))
                .build();
    }
}

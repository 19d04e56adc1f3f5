package dev.agentpost.mail.delivery.mailet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.admin.webadmin.Outage;
import dev.agentpost.mail.apikey.memory.MemoryApiKeyStore;
import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.MailCopies.Outcome;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.login.CachedLogins;
import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.memory.MemoryOrganizationStore;
import dev.agentpost.mail.submission.SubmissionAttributes;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
    private final Outage outage = new Outage();
    private final InboxStore inboxes = outage.before(InboxStore.class, new MemoryInboxStore());
    private final StoreSentCopy testee = new StoreSentCopy(
            this::store, new CachedLogins(inboxes, new MemoryApiKeyStore(), new MemoryOrganizationStore()), inboxes);

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
    void serviceShouldFindRecipientsInAGroup() throws Exception {
        String message = "To: Team: bob@example.com, Carol <carol@example.com>;\r\n\r\nhello\r\n";

        testee.service(submission(message, "bob@example.com", "carol@example.com"));

        assertThat(stored.values()).containsExactly(message);
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

    @Test
    void serviceShouldStoreWhatTheInboxOfTheAddressSubmitted() throws Exception {
        testee.service(submissionOf(create()));

        assertThat(stored).containsOnlyKeys(new CopyId(ID, ALICE, SystemFolder.SENT));
    }

    @Test
    void nextInboxOfTheAddressShouldGetNoCopy() throws Exception {
        create();

        testee.service(submissionOf(InboxId.generate()));

        assertThat(stored).isEmpty();
    }

    @Test
    void outageShouldBeAFailureOfTheMail() throws Exception {
        MailImpl mail = submissionOf(create());
        outage.begin(InboxStore.class);

        assertThatThrownBy(() -> testee.service(mail)).hasMessageContaining("all hosts");
        assertThat(stored).isEmpty();
    }

    private InboxId create() {
        Inbox inbox = new Inbox(
                InboxId.generate(),
                OrganizationId.generate(),
                ALICE,
                Optional.empty(),
                Optional.empty(),
                false,
                Instant.EPOCH);
        inboxes.create(inbox).block();
        return inbox.id();
    }

    private static MailImpl submissionOf(InboxId inbox) throws Exception {
        MailImpl mail = submission("To: bob@example.com\r\n\r\nhello\r\n", "bob@example.com");
        mail.setAttribute(new Attribute(SubmissionAttributes.INBOX_ID, AttributeValue.of(inbox.value())));
        return mail;
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

package dev.agentpost.mail.delivery.mailet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.ulid.Ulid;
import dev.agentpost.mail.address.AddressBooks;
import dev.agentpost.mail.address.RecipientOwners;
import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.MailCopies.Outcome;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.queue.james.VerbatimMessage;
import dev.agentpost.mail.reception.ReceptionAttributes;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class DeliverToInboxTest {
    private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private static final InboxAddress NOBODY = new InboxAddress("nobody", "localhost");
    private static final InboxAddress DOWN = new InboxAddress("down", "localhost");
    private static final String MESSAGE = "Subject: gr\u00fc\u00dfe\r\nX-Odd :  y \r\n\r\n.b\u00f6dy\r\n\r\n";

    private final Map<CopyId, byte[]> stored = new ConcurrentHashMap<>();
    private final List<Duration> delays = new CopyOnWriteArrayList<>();
    private final DeliverToInbox testee = new DeliverToInbox(
            AddressBooks.withInboxes("localhost", "bob", "carol", NOBODY.localPart(), DOWN.localPart()),
            this::store,
            delays::add,
            Clock.fixed(Ulid.getInstant(ID).plusMillis(30), ZoneOffset.UTC));

    private Mono<Outcome> store(CopyId copy, Optional<CopyClaim> claim, MessageSource message) {
        return Mono.fromCallable(() -> {
            if (copy.inbox().equals(DOWN)) {
                throw new IllegalStateException("store down");
            }
            if (copy.inbox().equals(NOBODY)) {
                return Outcome.NO_SUCH_INBOX;
            }
            try (InputStream in = message.open()) {
                byte[] bytes = in.readAllBytes();
                assertThat(message.sizeBytes()).isEqualTo(bytes.length);
                stored.put(copy, bytes);
            }
            return Outcome.STORED;
        });
    }

    @Test
    void timeSinceTheAcceptanceShouldBeToldForEachInbox() throws Exception {
        testee.service(mail("bob@localhost", "carol@localhost", "nobody@localhost"));

        assertThat(delays).containsExactly(Duration.ofMillis(30), Duration.ofMillis(30));
    }

    @BeforeEach
    void init() throws Exception {
        testee.init(FakeMailetConfig.builder()
                .mailetContext(FakeMailContext.defaultContext())
                .build());
    }

    private static MailImpl mail(String... recipients) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name(ID)
                .sender("alice@localhost")
                .addRecipients(recipients)
                .build();
        mail.setMessageNoCopy(new VerbatimMessage(MimeMessageInputStreamSource.create(
                ID, new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.ISO_8859_1)))));
        return mail;
    }

    private static CopyId copy(String localPart) {
        return new CopyId(ID, new InboxAddress(localPart, "localhost"), SystemFolder.INBOX);
    }

    @Test
    void serviceShouldKeepEveryOctetBelowTheTraceFields() throws Exception {
        testee.service(mail("bob+tag@localhost"));

        assertThat(new String(stored.get(copy("bob")), StandardCharsets.ISO_8859_1))
                .isEqualTo("Return-Path: <alice@localhost>\r\nDelivered-To: bob+tag@localhost\r\n" + MESSAGE);
    }

    /** "the tag stays visible (Delivered-To)", also when the same mail reaches an inbox in several ways. */
    @Test
    void serviceShouldStoreOneCopyForAllAddressesOfAnInbox() throws Exception {
        Mail mail = mail("bob+a@localhost", "carol@localhost", "BOB@localhost");

        testee.service(mail);

        assertThat(new String(stored.get(copy("bob")), StandardCharsets.ISO_8859_1))
                .isEqualTo("Return-Path: <alice@localhost>\r\nDelivered-To: bob+a@localhost\r\n"
                        + "Delivered-To: BOB@localhost\r\n" + MESSAGE);
        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    /** RFC 8601 section 4: above the trace fields of those who are to be judged. */
    @Test
    void verdictsShouldStandAboveTheMessage() throws Exception {
        Mail mail = mail("bob@localhost");
        mail.setAttribute(new Attribute(
                ReceptionAttributes.AUTHENTICATION_RESULTS,
                AttributeValue.of("Authentication-Results: localhost; none\r\n")));

        testee.service(mail);

        assertThat(new String(stored.get(copy("bob")), StandardCharsets.UTF_8))
                .startsWith("Return-Path: <alice@localhost>\r\nDelivered-To: bob@localhost\r\n"
                        + "Authentication-Results: localhost; none\r\nSubject: ");
    }

    /** Its address has changed hands while the mail waited. */
    @Test
    void serviceShouldLeaveARecipientThatIsAnotherOrganizationsByNow() throws Exception {
        Mail mail = mail("Bob+tag@localhost", "carol@localhost");
        RecipientOwners.write(mail, Map.of(new MailAddress("bob+TAG@localhost"), OrganizationId.generate()));

        testee.service(mail);

        assertThat(stored).containsOnlyKeys(copy("carol"));
        assertThat(mail.getRecipients()).containsExactly(new MailAddress("bob+tag@localhost"));
    }

    @Test
    void serviceShouldEndAMailThatHasReachedEverybody() throws Exception {
        Mail mail = mail("bob@localhost", "carol@localhost");

        testee.service(mail);

        assertThat(stored).containsOnlyKeys(copy("bob"), copy("carol"));
        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    @Test
    void serviceShouldLeaveRecipientsWithoutAnInboxToOthers() throws Exception {
        Mail mail = mail("dave@example.com", "bob@localhost", "nobody@localhost", "unknown@localhost");

        testee.service(mail);

        assertThat(stored).containsOnlyKeys(copy("bob"));
        assertThat(mail.getRecipients())
                .containsExactly(
                        new MailAddress("dave@example.com"),
                        new MailAddress("nobody@localhost"),
                        new MailAddress("unknown@localhost"));
        assertThat(mail.getState()).isNotEqualTo(Mail.GHOST);
    }

    @Test
    void serviceShouldLeaveTheRecipientsAloneWhenTheStoreFails() throws Exception {
        Mail mail = mail("bob@localhost", "down@localhost");

        assertThatThrownBy(() -> testee.service(mail)).hasMessageContaining("store down");

        assertThat(mail.getRecipients()).hasSize(2);
    }
}

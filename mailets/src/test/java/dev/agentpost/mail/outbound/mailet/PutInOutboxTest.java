package dev.agentpost.mail.outbound.mailet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.outbound.Destinations;
import dev.agentpost.mail.outbound.DueDelivery;
import dev.agentpost.mail.outbound.MessageSigner;
import dev.agentpost.mail.outbound.Outbox;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.OutgoingState;
import dev.agentpost.mail.outbound.RecipientState;
import dev.agentpost.mail.outbound.RetrySchedule;
import dev.agentpost.mail.outbound.memory.MemoryOutboxStore;
import dev.agentpost.mail.queue.james.VerbatimMessage;
import dev.agentpost.mail.submission.SubmissionAttributes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class PutInOutboxTest {
    private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private static final OrganizationId ACME = OrganizationId.generate();
    private static final String TEXT = "Subject: gr\u00fc\u00dfe\r\nX-Odd:   kept \r\n\r\n.a\r\n";

    private final OutboxStore store = new MemoryOutboxStore();
    private final List<DueDelivery> woken = new ArrayList<>();

    private PutInOutbox mailet(String mode, MessageSigner signer) throws Exception {
        PutInOutbox mailet = new PutInOutbox(
                new Outbox(store, Destinations.BY_DOMAIN, RetrySchedule.DEFAULT, signer, woken::add, new TestClock()));
        mailet.init(FakeMailetConfig.builder().setProperty("mode", mode).build());
        return mailet;
    }

    private static MailImpl mail(String name, String... recipients) throws Exception {
        return mail(TEXT, name, recipients);
    }

    private static MailImpl mail(String text, String name, String[] recipients) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name(name)
                .sender("alice@here.example")
                .addRecipients(recipients)
                .addAttribute(new Attribute(SubmissionAttributes.ORGANIZATION_ID, AttributeValue.of(ACME.value())))
                .addAttribute(new Attribute(SubmissionAttributes.INBOX_EMAIL, AttributeValue.of("alice@here.example")))
                .build();
        mail.setMessageNoCopy(new VerbatimMessage(MimeMessageInputStreamSource.create(
                name, new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))));
        return mail;
    }

    private String content(OutgoingMessage message) {
        return new String(store.part(message.contentId(), 0).block(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void mailShouldBeInTheOutboxOctetForOctet() throws Exception {
        MailImpl mail = mail(ID, "bob@example.org", "dora@other.example");

        mailet("direct", MessageSigner.NONE).service(mail);

        OutgoingState state = store.find(ID).block();
        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(state.message().organization()).contains(ACME);
        assertThat(state.message().inbox()).contains("alice@here.example");
        assertThat(state.message().sender()).isEqualTo("alice@here.example");
        assertThat(state.message().eightBit()).isTrue();
        assertThat(state.message().sizeBytes()).isEqualTo(TEXT.length());
        assertThat(content(state.message())).isEqualTo(TEXT);
        assertThat(state.recipients())
                .extracting(RecipientState::recipient)
                .containsExactlyInAnyOrder("bob@example.org", "dora@other.example");
        assertThat(woken).hasSize(2);
    }

    @Test
    void highOctetsShouldBeEncodedBeforeTheMessageIsSigned() throws Exception {
        List<String> signed = new ArrayList<>();
        MessageSigner signer = (mail, message) -> Mono.fromCallable(() -> {
            signed.add(new String(message.open().readAllBytes(), StandardCharsets.ISO_8859_1));
            return message;
        });

        mailet("direct", signer)
                .service(mail("Subject: hi\r\n\r\n.\u00e4 for you\r\n", ID, new String[] {"bob@example.org"}));

        OutgoingState state = store.find(ID).block();
        assertThat(state.message().eightBit()).isFalse();
        assertThat(content(state.message())).endsWith("\r\n\r\n.=E4 for you\r\n");
        assertThat(signed).containsExactly(content(state.message()));
    }

    @Test
    void mailThatWasSplitShouldKeepItsId() throws Exception {
        mailet("direct", MessageSigner.NONE).service(mail(ID + "!abc", "bob@example.org"));

        assertThat(store.find(ID).blockOptional()).isPresent();
    }

    @Test
    void mailShouldBeSignedOnce() throws Exception {
        PutInOutbox testee = mailet(
                "direct",
                (mail, message) -> Mono.just(
                        message.withHeaderLines("DKIM-Signature: x\r\n".getBytes(StandardCharsets.US_ASCII))));

        testee.service(mail(ID, "bob@example.org"));

        assertThat(content(store.find(ID).block().message())).isEqualTo("DKIM-Signature: x\r\n" + TEXT);
    }

    @Test
    void mailThatCannotBeSignedShouldStayInTheSpool() throws Exception {
        MailImpl mail = mail(ID, "bob@example.org");
        PutInOutbox testee = mailet("direct", (unsigned, message) -> Mono.error(new IllegalStateException("no key")));

        assertThatThrownBy(() -> testee.service(mail)).hasMessage("no key");
        assertThat(mail.getState()).isNotEqualTo(Mail.GHOST);
        assertThat(store.find(ID).blockOptional()).isEmpty();
    }

    @Test
    void nothingShouldBeSentInTheModeSink() throws Exception {
        MailImpl mail = mail(ID, "bob@example.org");

        mailet("sink", MessageSigner.NONE).service(mail);

        assertThat(mail.getState()).isNotEqualTo(Mail.GHOST);
        assertThat(store.find(ID).blockOptional()).isEmpty();
    }
}

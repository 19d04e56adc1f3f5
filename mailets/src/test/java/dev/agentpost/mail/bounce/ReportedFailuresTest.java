package dev.agentpost.mail.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.admin.webadmin.Outage;
import dev.agentpost.mail.bounce.mailet.HeedReports;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.organization.memory.MemoryOrganizationStore;
import dev.agentpost.mail.outbound.DeliveryStatus;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.RecipientState;
import dev.agentpost.mail.outbound.memory.MemoryOutboxStore;
import dev.agentpost.mail.queue.james.VerbatimMessage;
import dev.agentpost.mail.reception.ReceptionAttributes;
import dev.agentpost.mail.suppression.Suppression;
import dev.agentpost.mail.suppression.Suppressions;
import dev.agentpost.mail.suppression.memory.MemorySuppressionStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.james.core.MaybeSender;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Reports that other servers send after they had taken a message, and forged ones. */
class ReportedFailuresTest {
    private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private static final String OTHER_ID = "01ARZ3NDEKTSV4RRFFQ69G5FAW";
    private static final String ALICE = "alice-a1b2c3@shared.example";
    private static final String BOB = "bob@example.net";
    private static final String CAROL = "carol@example.net";

    private final Outage outage = new Outage();
    private final OutboxStore outbox = outage.before(OutboxStore.class, new MemoryOutboxStore());
    private final OrganizationStore organizations = new MemoryOrganizationStore();
    private final Suppressions suppressions =
            new Suppressions(new MemorySuppressionStore(), domain -> Mono.just(domain.equals("shared.example")));
    private final TestClock clock = new TestClock();
    private final Organization acme =
            new Organization(OrganizationId.generate(), "Acme", OrganizationStatus.ACTIVE, clock.instant());
    private final HeedReports mailet =
            new HeedReports(new ReportedFailures(outbox, organizations, suppressions, clock));

    @BeforeEach
    void fill() {
        organizations.create(acme).block();
        send(ID, ALICE, sent(BOB, DeliveryStatus.DELIVERED), sent(CAROL, DeliveryStatus.DELIVERED));
    }

    private void send(String id, String sender, RecipientState... recipients) {
        OutgoingMessage message = new OutgoingMessage(
                id,
                Optional.of(acme.id()),
                Optional.of(ALICE),
                sender,
                UUID.randomUUID(),
                100,
                false,
                clock.instant(),
                clock.instant().plusSeconds(1000));
        outbox.add(message, List.of(recipients), clock.instant()).block();
    }

    private RecipientState sent(String recipient, DeliveryStatus status) {
        return new RecipientState(
                recipient, "example.net", status, Optional.of("250 ok"), Optional.of("mx"), clock.instant());
    }

    private static String received(String id) {
        return "Received: from mail.here.example by mx.example.net with ESMTPS id 4711;\r\n"
                + "\tSat, 21 Nov 2026 10:00:00 +0000\r\n"
                + "Received: from [10.0.0.1] ([10.0.0.1])\r\n\tby mail.here.example with ESMTPSA id " + id
                + ";\r\n\tSat, 21 Nov 2026 10:00:00 +0000\r\n";
    }

    private static String recipient(String address, String action, String status, String diagnostic) {
        return "\r\nFinal-Recipient: rfc822; " + address + "\r\nAction: " + action + "\r\nStatus: " + status + "\r\n"
                + (diagnostic.isEmpty() ? "" : "Diagnostic-Code: smtp; " + diagnostic + "\r\n");
    }

    private static String failed(String address) {
        return recipient(address, "failed", "5.1.1", "550 5.1.1 <" + address + ">:\r\n no such user");
    }

    private static String report(String ofMessage, String recipients, String original) {
        return "From: MAILER-DAEMON@mx.example.net\r\nTo: " + ALICE + "\r\n"
                + "Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"b/1\"\r\n\r\n"
                + "--b/1\r\n\r\nIt failed.\r\n"
                + "--b/1\r\nContent-Type: message/delivery-status\r\n\r\n"
                + "Reporting-MTA: dns; mx.example.net\r\n" + ofMessage + recipients + "\r\n"
                + "--b/1\r\nContent-Type: text/rfc822-headers\r\n\r\n" + original
                + "From: " + ALICE + "\r\nSubject: hi\r\n\r\n--b/1--\r\n";
    }

    private void receive(String report) throws Exception {
        receive(report, MaybeSender.nullSender(), ALICE, true);
    }

    private void receive(String report, MaybeSender sender, String recipient, boolean fromWorld) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name("m")
                .sender(sender)
                .addRecipient(recipient)
                .build();
        if (fromWorld) {
            mail.setAttribute(new Attribute(ReceptionAttributes.RECEPTION_ID, AttributeValue.of("m")));
        }
        mail.setMessageNoCopy(new VerbatimMessage(MimeMessageInputStreamSource.create(
                "m", new ByteArrayInputStream(report.getBytes(StandardCharsets.ISO_8859_1)))));
        mailet.service(mail);
    }

    private Optional<Suppression> suppression(String address) {
        return suppressions.find(acme.id(), EnvelopeAddress.parse(address)).blockOptional();
    }

    @Test
    void addressThatFailedLaterShouldBeSuppressedAndNoOther() throws Exception {
        receive(report("", failed("Bob@example.net") + recipient(CAROL, "delayed", "4.4.1", ""), received(ID)));

        assertThat(suppression(BOB)).hasValueSatisfying(suppression -> {
            assertThat(suppression.status()).isEqualTo("5.1.1");
            assertThat(suppression.reason()).contains("no such user");
            assertThat(suppression.messageId()).contains(ID);
        });
        assertThat(suppression(CAROL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ID, ID + "-2"})
    void messageShouldBeKnownByTheIdThatItsServerWasTold(String id) throws Exception {
        receive(report("Original-Envelope-Id: " + id + "\r\n", failed(BOB), ""));

        assertThat(suppression(BOB)).isPresent();
    }

    @Test
    void messageShouldBeKnownWhenAllOfItComesBack() throws Exception {
        receive(report("", failed(BOB), received(ID)).replace("text/rfc822-headers\r\n\r\n", "message/rfc822\r\n\r\n"));

        assertThat(suppression(BOB)).isPresent();
    }

    @Test
    void recipientOfALaterEntryShouldBeFound() throws Exception {
        send(ID + "-2", ALICE, sent("dora@example.net", DeliveryStatus.DELIVERED));

        receive(report("", failed("dora@example.net"), received(ID)));

        assertThat(suppression("dora@example.net")).isPresent();
    }

    /** Each has seen the id: the report may be from any of them. */
    @Test
    void reportOfAMessageToSeveralDomainsShouldSuppressNothing() throws Exception {
        send(OTHER_ID, ALICE, sent("dora@example.net", DeliveryStatus.DELIVERED));
        send(OTHER_ID + "-2", ALICE, sent("mallory@example.com", DeliveryStatus.DELIVERED));

        receive(report("", failed("dora@example.net"), received(OTHER_ID)));

        assertThat(suppression("dora@example.net")).isEmpty();
    }

    @Test
    void domainsThatDifferInCaseOnlyShouldBeOne() throws Exception {
        send(
                OTHER_ID,
                ALICE,
                sent("dora@example.net", DeliveryStatus.DELIVERED),
                sent("erin@Example.NET", DeliveryStatus.DELIVERED));

        receive(report("", failed("dora@example.net"), received(OTHER_ID)));

        assertThat(suppression("dora@example.net")).isPresent();
    }

    @Test
    void reportToThePlusAddressThatSentShouldCount() throws Exception {
        send(OTHER_ID, "alice-a1b2c3+news@shared.example", sent("dora@example.net", DeliveryStatus.DELIVERED));
        String report = report("", failed("dora@example.net"), received(OTHER_ID));

        receive(report, MaybeSender.nullSender(), ALICE, true);
        assertThat(suppression("dora@example.net")).isEmpty();
        receive(report, MaybeSender.nullSender(), "alice-a1b2c3+news@shared.example", true);
        assertThat(suppression("dora@example.net")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "failed, 5.7.1, ''",
        "failed, 5.2.2, 552 5.2.2 mailbox full",
        "failed, 5.0.0, ''",
        "failed, 4.1.1, ''",
        "failed, 5.1.1, 550 5.7.1 not from you",
        "delayed, 5.1.1, ''",
        "relayed, 2.1.1, ''"
    })
    void otherFailuresShouldSuppressNothing(String action, String status, String diagnostic) throws Exception {
        receive(report("", recipient(BOB, action, status, diagnostic), received(ID)));

        assertThat(suppression(BOB)).isEmpty();
    }

    @Test
    void answerShouldTellMoreThanAStatusThatSaysNothing() throws Exception {
        receive(report("", recipient(BOB, "Failed", "5.0.0", "550 5.1.1 no such user"), received(ID)));

        assertThat(suppression(BOB)).isPresent();
    }

    @Test
    void forgedReportOfAMessageThatWasNotSentShouldSuppressNothing() throws Exception {
        receive(report("Original-Envelope-Id: " + OTHER_ID + "\r\n", failed(BOB), received(OTHER_ID)));
        receive(report("", failed(BOB), ""));

        assertThat(suppression(BOB)).isEmpty();
    }

    @Test
    void forgedReportOfSomebodyElseShouldSuppressNothing() throws Exception {
        receive(report("", failed("victim@example.net"), received(ID)));

        assertThat(suppression("victim@example.net")).isEmpty();
    }

    @Test
    void reportToAnotherInboxThanTheSenderShouldSuppressNothing() throws Exception {
        receive(report("", failed(BOB), received(ID)), MaybeSender.nullSender(), "mallory-x1y2z3@shared.example", true);

        assertThat(suppression(BOB)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = DeliveryStatus.class,
            names = {"QUEUED", "CANCELLED"})
    void reportOfWhatHasNotLeftShouldSuppressNothing(DeliveryStatus status) throws Exception {
        send(OTHER_ID, ALICE, sent("dora@example.net", status));

        receive(report("", failed("dora@example.net"), received(OTHER_ID)));

        assertThat(suppression("dora@example.net")).isEmpty();
    }

    @Test
    void mailThatIsNoReportShouldSuppressNothing() throws Exception {
        String report = report("", failed(BOB), received(ID));

        receive(report, MaybeSender.getMailSender("someone@example.net"), ALICE, true);
        receive(report, MaybeSender.nullSender(), ALICE, false);
        receive(report.replace("report-type=delivery-status", "report-type=disposition-notification"));
        receive(report.replace("multipart/report", "multipart/mixed"));
        receive(report.replace("message/delivery-status", "text/plain"));
        receive("Subject: hi\r\n\r\n" + report);

        assertThat(suppression(BOB)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200, 300, 400, 500, 600})
    void reportThatIsCutOffShouldBeTaken(int length) throws Exception {
        receive(report("", failed(BOB), received(ID)).substring(0, length));

        assertThat(suppression(CAROL)).isEmpty();
    }

    @Test
    void outageShouldBeAFailureOfTheMail() {
        outage.begin(OutboxStore.class);

        assertThatThrownBy(() -> receive(report("", failed(BOB), received(ID)))).hasMessageContaining("all hosts");
    }
}

package dev.agentpost.mail.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.MailCopies;
import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.mailboxstore.MessageSource;
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
import dev.agentpost.mail.suppression.Suppressions;
import dev.agentpost.mail.suppression.memory.MemorySuppressionStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class BouncesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String ALICE = "alice-a1b2c3@shared.example";
    private static final String BOB = "bob@example.net";
    private static final String CAROL = "carol@example.net";
    private static final String HEADER = "DKIM-Signature: v=1\r\nFrom: " + ALICE
            + "\r\nSubject: Gr\u00fc\u00dfe\r\nMessage-ID: <1@acme.example>\r\n\r\n";

    private final Map<CopyId, MessageSource> delivered = new LinkedHashMap<>();
    private final OutboxStore outbox = new MemoryOutboxStore();
    private final OrganizationStore organizations = new MemoryOrganizationStore();
    private final Suppressions suppressions =
            new Suppressions(new MemorySuppressionStore(), domain -> Mono.just(domain.equals("shared.example")));
    private final Organization acme =
            new Organization(OrganizationId.generate(), "Acme", OrganizationStatus.ACTIVE, Instant.EPOCH);
    private final UUID contentId = UUID.randomUUID();
    private boolean deleted;
    private final Bounces bounces = bounces((copy, claim, message) -> Mono.fromCallable(() -> {
        delivered.putIfAbsent(copy, message);
        return MailCopies.Outcome.STORED;
    }));

    private Bounces bounces(MailCopies copies) {
        return new Bounces(
                outbox,
                organizations,
                suppressions,
                copies,
                message -> !deleted,
                new Bounces.ReportOrigin("mail.example.org", "shared.example"),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @BeforeEach
    void fill() {
        organizations.create(acme).block();
        outbox.savePart(contentId, 0, (HEADER + "Hello\r\n").getBytes(StandardCharsets.ISO_8859_1))
                .block();
    }

    @Test
    void whoeverHasTheAddressOfADeletedInboxShouldHearNothing() {
        deleted = true;

        bounce(message(), failed("gone@example.net", "550 5.1.1 no such user"));

        assertThat(delivered).isEmpty();
    }

    private OutgoingMessage message(Optional<String> inbox, String sender) {
        return new OutgoingMessage(
                "01KAHV0000000000000000000A",
                Optional.of(acme.id()),
                inbox,
                sender,
                contentId,
                100,
                false,
                NOW.minusSeconds(60),
                NOW.plusSeconds(1000));
    }

    private OutgoingMessage message() {
        return message(Optional.of(ALICE), ALICE);
    }

    private static RecipientState failed(String recipient, String reply) {
        return new RecipientState(
                recipient,
                "example.net",
                DeliveryStatus.BOUNCED,
                Optional.of(reply),
                Optional.of("mx.example.net [192.0.2.1]"),
                NOW);
    }

    private void bounce(OutgoingMessage message, RecipientState... failed) {
        bounces.bounced(message, List.of(failed)).block();
    }

    private boolean isSuppressed(String address) {
        return suppressions
                .find(acme.id(), EnvelopeAddress.parse(address))
                .blockOptional()
                .isPresent();
    }

    private MimeMessage report() throws MessagingException {
        assertThat(delivered).hasSize(1);
        try (InputStream in = delivered.values().iterator().next().open()) {
            return new MimeMessage(Session.getInstance(new Properties()), in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String part(int number, String type) throws MessagingException, IOException {
        MimeMultipart parts = new MimeMultipart(report().getDataHandler().getDataSource());
        assertThat(parts.getCount()).isEqualTo(3);
        assertThat(parts.getBodyPart(number).getContentType()).startsWith(type);
        return new String(parts.getBodyPart(number).getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void reportShouldGoToTheInboxThatSent() throws MessagingException {
        bounce(message(Optional.of(ALICE), "alice-a1b2c3+tag@shared.example"), failed(BOB, "550 5.1.1 no such user"));

        assertThat(delivered.keySet()).singleElement().satisfies(copy -> assertThat(copy.inbox())
                .isEqualTo(InboxAddress.parse(ALICE).orElseThrow()));
        assertThat(report().getHeader("Return-Path")).containsExactly("<>");
        assertThat(report().getHeader("Auto-Submitted")).containsExactly("auto-replied");
        assertThat(report().getHeader("From", ",")).contains("<mailer-daemon@shared.example>");
        assertThat(report().getHeader("To")).containsExactly("alice-a1b2c3+tag@shared.example");
        assertThat(report().getHeader("In-Reply-To")).containsExactly("<1@acme.example>");
        assertThat(report().getSentDate()).isEqualTo(NOW);
        assertThat(report().getContentType()).startsWith("multipart/report; report-type=delivery-status");
    }

    @Test
    void textShouldSayWhatHappenedAndWhatToDo() throws Exception {
        bounce(message(), failed(BOB, "550 5.1.1 no such user"), failed(CAROL, "552 5.2.2 mailbox full"));

        assertThat(part(0, "text/plain"))
                .contains(
                        BOB,
                        "mx.example.net [192.0.2.1] said: 550 5.1.1 no such user",
                        "agentpost suppression remove bob@example.net",
                        CAROL,
                        "the mailbox is full");
    }

    @Test
    void statusShouldBeReadByPrograms() throws Exception {
        bounce(message(), failed(BOB, "550 5.1.1 no such user"), failed(CAROL, "550 go away"));

        assertThat(part(1, "message/delivery-status"))
                .isEqualTo(
                        """
                        Reporting-MTA: dns; mail.example.org
                        Arrival-Date: Sat, 21 Nov 2026 09:59:00 +0000

                        Final-Recipient: rfc822; bob@example.net
                        Action: failed
                        Status: 5.1.1
                        Remote-MTA: dns; mx.example.net
                        Diagnostic-Code: smtp; 550 5.1.1 no such user
                        Last-Attempt-Date: Sat, 21 Nov 2026 10:00:00 +0000

                        Final-Recipient: rfc822; carol@example.net
                        Action: failed
                        Status: 5.0.0
                        Remote-MTA: dns; mx.example.net
                        Diagnostic-Code: smtp; 550 go away
                        Last-Attempt-Date: Sat, 21 Nov 2026 10:00:00 +0000
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void reasonOfOurOwnShouldNotPassForAServers() throws Exception {
        bounce(message(), failed(BOB, "5.4.7 Not delivered in time; last: 450 4.1.1 later"));

        assertThat(part(1, "message/delivery-status"))
                .contains("Status: 5.4.7\r\n", "Diagnostic-Code: x-agentpost; 5.4.7 Not delivered in time");
    }

    @Test
    void reportShouldEndWithTheHeaderOfTheMessage() throws Exception {
        bounce(message(), failed(BOB, "550 5.1.1 no such user"));

        assertThat(part(2, "text/rfc822-headers")).isEqualTo(HEADER);
    }

    @Test
    void reportShouldBeMadeOfAMessageWhoseContentIsGone() throws Exception {
        outbox.removeParts(contentId, 1).block();

        bounce(message(), failed(BOB, "550 5.1.1 no such user"));

        assertThat(part(2, "text/rfc822-headers")).isBlank();
    }

    @Test
    void whatIsToldAgainAfterACrashShouldBeReportedOnce() {
        bounce(message(), failed(BOB, "550 5.1.1 no such user"), failed(CAROL, "550 no"));
        bounce(message(), failed(CAROL, "550 no"), failed(BOB, "550 5.1.1 no such user"));

        assertThat(delivered).hasSize(1);
    }

    @Test
    void laterFailureOfAnotherRecipientShouldBeReportedToo() {
        bounce(message(), failed(BOB, "550 5.1.1 no such user"));
        bounce(message(), failed(CAROL, "550 no"));

        assertThat(delivered).hasSize(2);
    }

    /** "Never for the null sender". */
    @Test
    void nullSenderShouldGetNoReport() {
        bounce(message(Optional.of(ALICE), ""), failed(BOB, "550 5.1.1 no such user"));

        assertThat(delivered).isEmpty();
    }

    @Test
    void mailThatNoInboxHasSubmittedShouldGetNoReport() {
        bounce(message(Optional.empty(), "stranger@example.org"), failed(BOB, "550 5.1.1 no such user"));

        assertThat(delivered).isEmpty();
    }

    @Test
    void addressThatDoesNotExistShouldBeSuppressedAndNoOther() {
        bounce(message(), failed(BOB, "550 5.1.1 no such user"), failed(CAROL, "550 5.7.1 refused"));

        assertThat(isSuppressed(BOB)).isTrue();
        assertThat(isSuppressed(CAROL)).isFalse();
        assertThat(suppressions
                        .find(acme.id(), EnvelopeAddress.parse(BOB))
                        .block()
                        .messageId())
                .contains("01KAHV0000000000000000000A");
    }

    @Test
    void nothingShouldBeSuppressedForAnOrganizationThatIsGone() {
        organizations.delete(acme.id()).block();

        bounce(message(), failed(BOB, "550 5.1.1 no such user"));

        assertThat(isSuppressed(BOB)).isFalse();
    }

    private void addToOutbox(RecipientState... recipients) {
        outbox.add(message(), List.of(recipients), NOW).block();
    }

    private static RecipientState waiting(String recipient) {
        return new RecipientState(
                recipient,
                "example.net",
                DeliveryStatus.DEFERRED,
                Optional.of("451 4.3.0 later"),
                Optional.of("mx.example.net [192.0.2.1]"),
                NOW);
    }

    @Test
    void delayShouldBeReportedOnceWithAllWhoWait() throws Exception {
        addToOutbox(waiting(BOB), waiting(CAROL));

        bounces.delayed(message(), List.of(waiting(BOB))).block();
        bounces.delayed(message(), List.of(waiting(CAROL))).block();

        assertThat(report().getSubject()).isEqualTo("Delayed mail: 2 recipients");
        assertThat(part(0, "text/plain"))
                .contains(BOB, CAROL, "said: 451 4.3.0 later", "tried again until Sat, 21 Nov");
        assertThat(part(1, "message/delivery-status"))
                .contains(
                        """

                        Final-Recipient: rfc822; bob@example.net
                        Action: delayed
                        Status: 4.3.0
                        Remote-MTA: dns; mx.example.net
                        Diagnostic-Code: smtp; 451 4.3.0 later
                        Last-Attempt-Date: Sat, 21 Nov 2026 10:00:00 +0000
                        Will-Retry-Until: Sat, 21 Nov 2026 10:16:40 +0000
                        """
                                .replace("\n", "\r\n"));
        assertThat(part(2, "text/rfc822-headers")).isEqualTo(HEADER);
        assertThat(isSuppressed(BOB)).isFalse();
    }

    @Test
    void delayShouldNotBeReportedToTheNullSender() {
        bounces.delayed(message(Optional.of(ALICE), ""), List.of(waiting(BOB))).block();
        bounces.delayed(message(Optional.empty(), "stranger@example.org"), List.of(waiting(BOB)))
                .block();

        assertThat(delivered).isEmpty();
    }

    @Test
    void bounceShouldBeReportedAfterTheDelayToo() {
        bounces.delayed(message(), List.of(waiting(BOB))).block();
        bounce(message(), failed(BOB, "5.4.7 Not delivered in time"));

        assertThat(delivered).hasSize(2);
    }

    @Test
    void reportThatCannotBeStoredShouldBeAFailure() {
        Bounces withoutStore = bounces((copy, claim, message) -> Mono.error(new IllegalStateException("down")));

        assertThatThrownBy(() -> withoutStore
                        .bounced(message(), List.of(failed(BOB, "550 5.1.1 no such user")))
                        .block())
                .hasMessageContaining("down");
    }
}

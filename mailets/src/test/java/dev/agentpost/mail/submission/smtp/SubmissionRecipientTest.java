package dev.agentpost.mail.submission.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.OUTSIDER;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.SHARED_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3: whom a message may be for. */
class SubmissionRecipientTest {
    private static final String MAIL = "MAIL FROM:<" + ALICE + ">";

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension();

    private SmtpClient client;

    @BeforeEach
    void begin() throws IOException {
        client = server.loggedIn();
        client.command(MAIL);
    }

    @Test
    void inboxMadeAfterItWasRefusedShouldBeTakenAtOnce() {
        String late = "late@" + BOB.substring(BOB.indexOf('@') + 1);
        assertThat(client.command("RCPT TO:<" + late + ">")).startsWith("550 5.1.1 ");
        server.inbox(server.acme, late);

        assertThat(client.command("RCPT TO:<" + late + ">")).startsWith("250 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BOB,
                ALICE,
                "bob-d4e5f6+any.tag@" + SHARED_DOMAIN,
                "BOB-D4E5F6@SHARED.LOCALHOST",
                OUTSIDER,
                "\"quoted local\"@example.com",
                "a@[192.0.2.1]",
                "@relay.example:customer@example.com"
            })
    void goodRecipientShouldBeAccepted(String address) {
        assertThat(client.command("RCPT TO:<" + address + ">")).startsWith("250 2.1.5 ");
    }

    /** "malformed recipient: 501 5.1.3". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<>",
                "<nobody>",
                "<nobody@>",
                "<@example.com>",
                "<a@b@c>",
                "<a..b@example.com>",
                "<.a@example.com>",
                "<a b@example.com>",
                "<a@-example.com>",
                "<a@example..com>",
                "<a@exam ple.com>",
                "customer@example.com",
                "<customer@example.com",
                "<customer@example.com>>",
                "<a@b@example.com>"
            })
    void malformedRecipientShouldBeRefused(String path) {
        assertThat(client.command("RCPT TO:" + path)).startsWith("501 5.1.3 ");
    }

    @Test
    void overlongLocalPartShouldBeRefused() {
        assertThat(client.command("RCPT TO:<" + "a".repeat(64) + "@example.com>"))
                .startsWith("250 ");
        assertThat(client.command("RCPT TO:<" + "a".repeat(65) + "@example.com>"))
                .startsWith("501 5.1.3 ");
    }

    /** "over the storage quota of the inbox: mail for it 452 4.2.2". */
    @Test
    void fullInboxShouldBeRefusedForTheTimeBeing() {
        server.fullInboxes.add(server.bob.email());

        assertThat(client.command("RCPT TO:<" + BOB + ">")).startsWith("452 4.2.2 ");
        assertThat(client.command("RCPT TO:<" + ALICE + ">")).startsWith("250 ");

        server.fullInboxes.clear();
        assertThat(client.command("RCPT TO:<" + BOB + ">")).startsWith("250 ");
    }

    /** RFC 5321 section 4.1.2: quotes that are not needed do not make another mailbox, nor does case. */
    @ParameterizedTest
    @ValueSource(strings = {"\"bob-d4e5f6\"", "\"Bob-D4E5F6+tag\"", "BOB-d4e5f6+Tag"})
    void spellingOfAnInboxShouldBeAccepted(String localPart) {
        assertThat(client.command("RCPT TO:<" + localPart + "@" + SHARED_DOMAIN + ">"))
                .startsWith("250 ");
    }

    /** "unknown inbox of a local domain: 550 5.1.1". */
    @ParameterizedTest
    @ValueSource(strings = {"nobody", "nobody+tag", "postmaster", "\"bob d4e5f6\"", "+bob-d4e5f6"})
    void unknownInboxShouldBeRefused(String localPart) {
        assertThat(client.command("RCPT TO:<" + localPart + "@" + SHARED_DOMAIN + ">"))
                .startsWith("550 5.1.1 ");
    }

    /** RFC 5321 section 4.1.1.3: without a domain, that of this server. */
    @ParameterizedTest
    @ValueSource(strings = {"postmaster", "Postmaster", "POSTMASTER"})
    void postmasterShouldBeThatOfTheSharedDomain(String path) {
        assertThat(client.command("RCPT TO:<" + path + ">")).startsWith("550 5.1.1 ");

        server.inbox(server.acme, "postmaster@" + SHARED_DOMAIN);
        assertThat(client.command("RCPT TO:<" + path + ">")).startsWith("250 ");
        client.command("DATA");
        client.command("From: " + ALICE + "\r\n\r\nHi\r\n.");

        assertThat(server.spool.mails().get(0).recipients()).containsExactly("postmaster@" + SHARED_DOMAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT TO:<nobody@" + SHARED_DOMAIN + ">",
                "RCPT TO:<nobody>",
                "RCPT TO:<k\u00e4ufer@example.com>",
                "RCPT TO:<" + ALICE + "> X"
            })
    void otherRecipientsShouldGoOnAfterARefusal(String refused) {
        assertThat(client.command(refused)).startsWith("5");

        assertThat(client.command("RCPT TO:<" + BOB + ">")).startsWith("250 ");
        client.command("DATA");
        assertThat(client.command("From: " + ALICE + "\r\n\r\nHi\r\n.")).startsWith("250 ");
        assertThat(server.spool.mails().get(0).recipients()).containsExactly(BOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOTIFY=NEVER", "SIZE=1", "X"})
    void parameterShouldBeRefused(String parameter) {
        assertThat(client.command("RCPT TO:<" + BOB + "> " + parameter)).startsWith("555 5.5.4 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RCPT", "RCPT " + BOB, "RCPT FROM:<" + BOB + ">"})
    void malformedCommandShouldBeRefused(String command) {
        assertThat(client.command(command)).startsWith("501 5.5.4 ");
    }

    @Test
    void nonAsciiRecipientShouldBeRefused() {
        assertThat(client.command("RCPT TO:<k\u00e4ufer@example.com>")).startsWith("553 5.6.7 ");
    }

    @Test
    void recipientInUtf8ShouldBeRefusedAsSuch() {
        client.sendRaw("RCPT TO:<\u00dcber@example.com>\r\n".getBytes(StandardCharsets.UTF_8));

        assertThat(client.read()).startsWith("553 5.6.7 ");
    }

    /** "more than 100 recipients in a message". */
    @Test
    void hundredAndFirstRecipientShouldBeRefused() {
        IntStream.range(0, 100).forEach(i -> assertThat(client.command("RCPT TO:<user" + i + "@example.com>"))
                .startsWith("250 "));

        assertThat(client.command("RCPT TO:<user100@example.com>")).startsWith("452 4.5.3 ");
        assertThat(client.command("RCPT TO:<user7@example.com>")).startsWith("250 ");
        client.command("DATA");
        assertThat(client.command("From: " + ALICE + "\r\n\r\nHi\r\n.")).startsWith("250 ");
        assertThat(server.spool.mails().get(0).recipients()).hasSize(100).doesNotContain("user100@example.com");
    }

    @Test
    void recipientNamedTwiceShouldGetOneCopy() {
        client.command("RCPT TO:<" + BOB + ">");
        client.command("RCPT TO:<" + BOB.toUpperCase(Locale.ROOT) + ">");
        client.command("DATA");
        client.command("From: " + ALICE + "\r\n\r\nHi\r\n.");

        assertThat(server.spool.mails()).hasSize(1);
        assertThat(server.spool.mails().get(0).recipients()).containsExactly(BOB);
    }

    @Test
    void dataShouldNeedAValidRecipient() {
        client.command("RCPT TO:<nobody@" + SHARED_DOMAIN + ">");

        assertThat(client.command("DATA")).startsWith("503 5.5.1 ");
    }

    @Test
    void resetShouldForgetTheMail() {
        client.command("RCPT TO:<" + BOB + ">");
        client.command("RSET");

        assertThat(client.command("DATA")).startsWith("503 5.5.1 ");
        assertThat(client.command(MAIL)).startsWith("250 ");
    }
}

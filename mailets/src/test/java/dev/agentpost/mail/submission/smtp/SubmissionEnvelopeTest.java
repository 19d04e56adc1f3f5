package dev.agentpost.mail.submission.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.OUTSIDER;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.SHARED_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.organization.OrganizationStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Product table, SMTP submission: what MAIL and RCPT answer. */
class SubmissionEnvelopeTest {
    private static final String MAIL = "MAIL FROM:<" + ALICE + ">";

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension();

    private SmtpClient client;

    @BeforeEach
    void logIn() throws IOException {
        client = server.loggedIn();
    }

    /** "Authentication is required before MAIL". */
    @Nested
    class BeforeLogin {
        @BeforeEach
        void connect() throws IOException {
            client = server.greeted();
        }

        @ParameterizedTest
        @ValueSource(strings = {MAIL, "MAIL FROM:<>", "MAIL FROM:<stranger@example.com>", "MAIL nonsense"})
        void mailShouldBeRefused(String command) {
            assertThat(client.command(command)).isEqualTo("530 5.7.0 Authentication required");
        }

        @ParameterizedTest
        @ValueSource(strings = {"RCPT TO:<" + BOB + ">", "DATA"})
        void restOfAMailShouldBeOutOfSequence(String command) {
            assertThat(client.command(command)).startsWith("503 5.5.1 ");
        }
    }

    @Nested
    class Sender {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    MAIL,
                    "mail from:<" + ALICE + ">",
                    "MAIL FROM: <" + ALICE + ">",
                    "MAIL FROM:<alice-a1b2c3+tag@" + SHARED_DOMAIN + ">",
                    "MAIL FROM:<ALICE-A1B2C3@SHARED.LOCALHOST>",
                    "MAIL FROM:<>",
                    MAIL + " SIZE=1000",
                    MAIL + " SIZE=73400320",
                    MAIL + " BODY=8BITMIME SIZE=10",
                    MAIL + " body=7bit",
                    MAIL + " AUTH=<>"
                })
        void ownAddressShouldBeAccepted(String command) {
            assertThat(client.command(command)).startsWith("250 2.1.0 ");
        }

        /** "MAIL FROM … that is not the inbox, its plus-address or alias". */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    BOB,
                    OUTSIDER,
                    "alice-a1b2c3@example.com",
                    "alice-a1b2c3.@" + SHARED_DOMAIN + "x",
                    "\"alice-a1b2c3\"@" + SHARED_DOMAIN,
                    "xalice-a1b2c3@" + SHARED_DOMAIN,
                    "alice-a1b2c3@sub." + SHARED_DOMAIN
                })
        void otherAddressShouldBeRefused(String address) {
            assertThat(client.command("MAIL FROM:<" + address + ">")).matches("(550 5\\.7\\.1|501 5\\.1\\.7) .*");
        }

        @Test
        void addressOfAnotherInboxShouldBeForbidden() {
            assertThat(client.command("MAIL FROM:<" + BOB + ">")).startsWith("550 5.7.1 ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"MAIL", "MAIL FROM", "MAIL FROM:" + ALICE, "MAIL TO:<" + ALICE + ">", "MAIL FROM:<a"})
        void malformedCommandShouldBeRefused(String command) {
            assertThat(client.command(command)).startsWith("501 5.5.4 ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"alice", "@", "alice@", "a..b@example.com", "a b@example.com", "a@-b.example"})
        void malformedAddressShouldBeRefused(String address) {
            assertThat(client.command("MAIL FROM:<" + address + ">")).startsWith("501 5.1.7 ");
        }

        @Test
        void secondMailShouldBeRefused() {
            client.command(MAIL);

            assertThat(client.command(MAIL)).startsWith("503 5.5.1 ");
            assertThat(client.command("RCPT TO:<" + BOB + ">")).startsWith("250 ");
        }

        @Test
        void mailShouldNeedAGreeting() throws IOException {
            SmtpClient silent = server.connect();
            silent.authPlain(ALICE, server.secret.reveal());

            assertThat(silent.command(MAIL)).startsWith("503 5.5.1 ");
        }

        @Test
        void mailShouldBePossibleAfterRefusal() {
            client.command("MAIL FROM:<" + BOB + ">");

            assertThat(client.command(MAIL)).startsWith("250 ");
        }
    }

    @Nested
    class Parameters {
        /** "larger than SIZE: already at MAIL when SIZE= is given". */
        @ParameterizedTest
        @ValueSource(strings = {"73400321", "99999999999999999999"})
        void largerSizeShouldBeRefused(String size) {
            assertThat(client.command(MAIL + " SIZE=" + size)).startsWith("552 5.3.4 ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SIZE=x",
                    "SIZE",
                    "SIZE=-1",
                    "BODY=BINARYMIME",
                    "SIZE=1 SIZE=1",
                    "BODY=7BIT body=8BITMIME",
                    "="
                })
        void malformedOrRepeatedParameterShouldBeRefused(String parameters) {
            assertThat(client.command(MAIL + " " + parameters)).startsWith("501 5.5.4 ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"RET=FULL", "HOLDFOR=10", "X", "SMTPUTF8"})
        void unknownParameterShouldBeRefused(String parameter) {
            assertThat(client.command(MAIL + " " + parameter)).startsWith("555 5.5.4 ");
        }

        @Test
        void smtpUtf8ShouldBeNamedInTheRefusal() {
            assertThat(client.command(MAIL + " SMTPUTF8")).isEqualTo("555 5.5.4 SMTPUTF8 is not supported");
        }

        @Test
        void nonAsciiSenderShouldBeRefused() {
            assertThat(client.command("MAIL FROM:<\u00e4@example.com>")).startsWith("553 5.6.7 ");
        }

        @Test
        void senderInUtf8ShouldBeRefusedAsSuch() {
            client.sendRaw("MAIL FROM:<\u00dc@example.com>\r\n".getBytes(StandardCharsets.UTF_8));

            assertThat(client.read()).startsWith("553 5.6.7 ");
        }
    }

    /** "organization suspended, inbox send_paused: 550 5.7.1 saying which". */
    @Nested
    class SendingStopped {
        @Test
        void suspendedOrganizationShouldBeTold() {
            server.organizations
                    .update(server.acme.id(), Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                    .block();
            server.cachedLogins.forgetAll();

            assertThat(client.command(MAIL)).isEqualTo("550 5.7.1 organization suspended");
        }

        @Test
        void suspendedOrganizationShouldBeLetInToBeTold() throws IOException {
            server.organizations
                    .update(server.acme.id(), Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                    .block();
            server.cachedLogins.forgetAll();
            SmtpClient late = server.greeted();

            assertThat(late.authPlain(ALICE, server.secret.reveal())).startsWith("235 ");
            assertThat(late.command(MAIL)).isEqualTo("550 5.7.1 organization suspended");
        }

        @Test
        void pausedInboxShouldBeTold() {
            server.inboxes
                    .update(server.alice.email(), Optional.of(true), Optional.empty())
                    .block();
            server.cachedLogins.forgetAll();

            assertThat(client.command(MAIL)).isEqualTo("550 5.7.1 sending from inbox " + ALICE + " is paused");
        }

        @Test
        void messageWhoseMailWasBeforeThePauseShouldBeRefused() {
            client.command(MAIL);
            client.command("RCPT TO:<" + BOB + ">");
            client.command("DATA");
            server.inboxes
                    .update(server.alice.email(), Optional.of(true), Optional.empty())
                    .block();
            server.cachedLogins.forgetAll();

            assertThat(client.command("From: " + ALICE + "\r\n\r\nHi\r\n."))
                    .isEqualTo("550 5.7.1 sending from inbox " + ALICE + " is paused");
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void otherInboxShouldSendWhileOneIsPaused() throws IOException {
            server.inboxes
                    .update(server.alice.email(), Optional.of(true), Optional.empty())
                    .block();
            server.cachedLogins.forgetAll();
            SmtpClient other = server.greeted();
            other.authPlain(BOB, server.secret.reveal());

            assertThat(client.command(MAIL)).startsWith("550 5.7.1 ");
            assertThat(other.command("MAIL FROM:<" + BOB + ">")).startsWith("250 ");
        }

        /** Paused is sending: the inbox still receives. */
        @Test
        void pausedInboxShouldBeWrittenTo() throws IOException {
            server.inboxes
                    .update(server.alice.email(), Optional.of(true), Optional.empty())
                    .block();
            server.cachedLogins.forgetAll();
            SmtpClient other = server.greeted();
            other.authPlain(BOB, server.secret.reveal());

            assertThat(other.send(BOB, ALICE, "From: " + BOB + "\r\n\r\nHi\r\n"))
                    .startsWith("250 2.6.0 ");
        }

        @Test
        void organizationThatIsActiveAgainShouldSend() {
            server.organizations
                    .update(server.acme.id(), Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                    .block();
            server.cachedLogins.forgetAll();
            assertThat(client.command(MAIL)).isEqualTo("550 5.7.1 organization suspended");
            server.organizations
                    .update(server.acme.id(), Optional.empty(), Optional.of(OrganizationStatus.ACTIVE))
                    .block();
            server.cachedLogins.forgetAll();

            assertThat(client.command(MAIL)).startsWith("250 ");
        }

        @Test
        void resumedInboxShouldSendAtOnce() {
            server.inboxes
                    .update(server.alice.email(), Optional.of(true), Optional.empty())
                    .block();
            server.cachedLogins.forgetAll();
            client.command(MAIL);
            server.inboxes
                    .update(server.alice.email(), Optional.of(false), Optional.empty())
                    .block();
            server.cachedLogins.forgetAll();

            assertThat(client.command(MAIL)).startsWith("250 ");
        }
    }

    /** "store or queue down: 451 4.3.0, nothing lost, nothing sent twice". */
    @Nested
    class StoreDown {
        @Test
        void mailShouldBeRefusedUntilTheStoreIsBack() {
            server.outage.begin(OrganizationStore.class);
            server.cachedLogins.forgetAll();
            assertThat(client.command(MAIL)).startsWith("451 4.3.0 ");

            server.outage.end();
            assertThat(client.command(MAIL)).startsWith("250 ");
        }

        @Test
        void recipientShouldBeRefusedUntilTheStoreIsBack() {
            client.command(MAIL);
            server.outage.begin(InboxStore.class);
            server.cachedLogins.forgetAll();
            assertThat(client.command("RCPT TO:<" + BOB + ">")).startsWith("451 4.3.0 ");

            server.outage.end();
            assertThat(client.command("RCPT TO:<" + BOB + ">")).startsWith("250 ");
        }

        @Test
        void recipientOutsideShouldNeedNoStore() {
            client.command(MAIL);
            server.outage.begin(InboxStore.class);

            assertThat(client.command("RCPT TO:<" + OUTSIDER + ">")).startsWith("250 ");
        }
    }
}

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
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
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

    @Nested
    class Recipient {
        @Test
        void inboxMadeAfterItWasRefusedShouldBeTakenAtOnce() {
            String late = "late@" + BOB.substring(BOB.indexOf('@') + 1);
            assertThat(client.command("RCPT TO:<" + late + ">")).startsWith("550 5.1.1 ");
            server.inbox(server.acme, late);

            assertThat(client.command("RCPT TO:<" + late + ">")).startsWith("250 ");
        }

        @BeforeEach
        void begin() {
            client.command(MAIL);
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

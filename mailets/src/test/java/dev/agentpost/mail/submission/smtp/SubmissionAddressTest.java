package dev.agentpost.mail.submission.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.OUTSIDER;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.SHARED_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.address.RecipientOwners;
import dev.agentpost.mail.domain.DomainStore;
import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.organization.Organization;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "Aliases (receive and send), custom domains per organization, one catch-all inbox per domain". */
class SubmissionAddressTest {
    private static final String DOMAIN = "acme.example.com";
    private static final String SALES = "sales@" + SHARED_DOMAIN;

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension();

    private SmtpClient client;

    @BeforeEach
    void logIn() throws IOException {
        client = server.loggedIn();
    }

    private void alias(Inbox inbox, String address) {
        assertThat(server.aliases
                        .add(inbox, InboxAddress.parse(address).orElseThrow())
                        .block())
                .isEqualTo(AliasStore.Claim.ADDED);
    }

    private void verify(Organization owner) {
        server.domains.claim(owner.id(), DOMAIN, Instant.EPOCH).block();
    }

    private void catchAll(Inbox inbox) {
        server.domains
                .setCatchAll(inbox.organizationId(), DOMAIN, Optional.of(inbox.email()))
                .block();
    }

    private String rcpt(String address) {
        return client.command("RCPT TO:<" + address + ">");
    }

    private String mail(String address) {
        return client.command("MAIL FROM:<" + address + ">");
    }

    @Nested
    class Recipient {
        @BeforeEach
        void begin() {
            mail(ALICE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"sales", "SALES", "sales+tag", "Sales+Tag+more", "\"sales\""})
        void aliasShouldBeAccepted(String localPart) {
            alias(server.bob, SALES);

            assertThat(rcpt(localPart + "@" + SHARED_DOMAIN)).startsWith("250 ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"sale", "s.ales", "sales.", "sales%" + DOMAIN, "@" + DOMAIN + ":sale", "\"sales sales\""})
        void neighbourOfAnAliasShouldBeRefused(String localPart) {
            alias(server.bob, SALES);

            assertThat(rcpt(localPart + "@" + SHARED_DOMAIN)).matches("(?s)(550 5.1.1|501 5.1.3) .*");
            assertThat(rcpt(BOB)).startsWith("250 ");
        }

        @Test
        void removedAliasShouldBeRefused() {
            alias(server.bob, SALES);
            server.aliases
                    .remove(server.bob, InboxAddress.parse(SALES).orElseThrow())
                    .block();

            assertThat(rcpt(SALES)).startsWith("550 5.1.1 ");
        }

        /** While it waits, the address may become that of another organization. */
        @Test
        void mailShouldKnowWhoseItsRecipientsWere() throws Exception {
            alias(server.bob, SALES);
            rcpt("Sales+tag@" + SHARED_DOMAIN);
            rcpt("nobody@" + SHARED_DOMAIN);
            rcpt(OUTSIDER);

            client.command("DATA");
            assertThat(client.command("From: " + ALICE + "\r\n\r\nx\r\n.")).startsWith("250 ");

            RecipientOwners owners =
                    RecipientOwners.of(server.spool.mails().get(0).mail());
            MailAddress recipient = new MailAddress("sales+tag@" + SHARED_DOMAIN);
            assertThat(owners.mayReach(recipient, server.alice)).isTrue();
            assertThat(owners.mayReach(recipient, server.inbox(server.otherOrganization(), "x@" + SHARED_DOMAIN)))
                    .isFalse();
        }

        @Test
        void aliasOfAFullInboxShouldBeRefusedForTheTimeBeing() {
            alias(server.bob, SALES);
            server.fullInboxes.add(server.bob.email());

            assertThat(rcpt(SALES)).startsWith("452 4.2.2 ");
        }

        /** "nobody can receive mail for a domain they did not prove": it is the world's. */
        @Test
        void domainShouldBeServedOnceItIsVerified() throws IOException {
            assertThat(rcpt("nobody@" + DOMAIN)).startsWith("250 ");

            verify(server.acme);
            server.inbox(server.acme, "support@" + DOMAIN);
            client = server.loggedIn();
            mail(ALICE);

            Awaitility.await()
                    .untilAsserted(() -> assertThat(rcpt("nobody@" + DOMAIN)).startsWith("550 5.1.1 "));
            assertThat(rcpt("Support+x@ACME.example.com")).startsWith("250 ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"anything", "postmaster", "abuse", "any.thing+tag", "\"a b\"", "\"a@b\""})
        void catchAllShouldTakeWhatIsNobodys(String localPart) {
            verify(server.acme);
            catchAll(server.alice);

            assertThat(rcpt(localPart + "@" + DOMAIN)).startsWith("250 ");
        }

        @Test
        void quotedAddressThatIsNobodysShouldBeRefused() {
            verify(server.acme);

            assertThat(rcpt("\"a b\"@" + DOMAIN)).startsWith("550 5.1.1 ");
            assertThat(rcpt("\"a b\"@" + SHARED_DOMAIN)).startsWith("550 5.1.1 ");
            assertThat(rcpt("a b@" + DOMAIN)).startsWith("501 5.1.3 ");
            assertThat(rcpt(".a@" + DOMAIN)).startsWith("501 5.1.3 ");
            assertThat(rcpt("a..b@" + DOMAIN)).startsWith("501 5.1.3 ");
        }

        /** "store or queue down: 451 4.3.0": never that there is nobody, nor that it is the world's. */
        @Test
        void failureOfAStoreShouldBeTemporary() {
            server.outage.begin(AliasStore.class);
            assertThat(rcpt("nobody@" + SHARED_DOMAIN)).startsWith("451 4.3.0 ");
            server.outage.end();

            server.outage.begin(DomainStore.class);
            assertThat(rcpt("nobody@" + DOMAIN)).startsWith("451 4.3.0 ");
            assertThat(rcpt(BOB)).startsWith("250 ");
            server.outage.end();

            assertThat(rcpt("nobody@" + SHARED_DOMAIN)).startsWith("550 5.1.1 ");
        }
    }

    @Nested
    class Sender {
        private static final String ACCEPTED = "250 2\\.6\\.0 \\S+ accepted.*";

        private String send(String envelope, String from) {
            return client.send(envelope, BOB, "From: " + from + "\r\nSubject: x\r\n\r\nHi\r\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"sales", "SALES", "sales+tag"})
        void aliasShouldSend(String localPart) {
            alias(server.alice, SALES);
            String address = localPart + "@" + SHARED_DOMAIN;

            assertThat(send(address, "Sales <" + address + ">")).matches(ACCEPTED);
            assertThat(send(ALICE, address)).matches(ACCEPTED);
            assertThat(send(address, ALICE)).matches(ACCEPTED);
        }

        @Test
        void aliasOnADomainOfOnesOwnShouldSend() {
            verify(server.acme);
            alias(server.alice, "sales@" + DOMAIN);

            assertThat(send("sales@" + DOMAIN, "sales+tag@" + DOMAIN)).matches(ACCEPTED);
        }

        /** "alias of another tenant refused as sender", and that of a neighbour. */
        @Test
        void aliasOfAnotherInboxShouldBeRefused() {
            alias(server.bob, SALES);

            assertThat(mail(SALES)).startsWith("550 5.7.1 ");
            assertThat(mail(BOB)).startsWith("550 5.7.1 ");
            assertThat(send(ALICE, SALES)).startsWith("550 5.7.1 ");
            assertThat(send(ALICE, ALICE + ", " + SALES)).startsWith("550 5.7.1 ");
            assertThat(send(ALICE, ALICE)).matches(ACCEPTED);
        }

        @Test
        void senderFieldShouldBeCheckedToo() {
            alias(server.alice, SALES);
            alias(server.bob, "other@" + SHARED_DOMAIN);

            assertThat(send(ALICE, ALICE + "\r\nSender: " + SALES)).matches(ACCEPTED);
            assertThat(send(ALICE, SALES + "\r\nSender: other@" + SHARED_DOMAIN))
                    .startsWith("550 5.7.1 ");
        }

        /** Whoever gets what is nobody's is not everybody. */
        @Test
        void catchAllShouldNotSendAsWhoeverItReceivesFor() {
            verify(server.acme);
            catchAll(server.alice);

            assertThat(mail("anything@" + DOMAIN)).startsWith("550 5.7.1 ");
            assertThat(send(ALICE, "anything@" + DOMAIN)).startsWith("550 5.7.1 ");
        }

        @ParameterizedTest
        @ValueSource(strings = {OUTSIDER, "sales@example.com", "salesx@" + SHARED_DOMAIN, "s.ales@" + SHARED_DOMAIN})
        void neighbourOfAnAliasShouldBeRefused(String address) {
            alias(server.alice, SALES);

            assertThat(mail(address)).startsWith("550 5.7.1 ");
            assertThat(send(ALICE, address)).startsWith("550 5.7.1 ");
        }

        @Test
        void failureOfTheStoreShouldBeTemporary() {
            alias(server.alice, SALES);
            server.outage.begin(AliasStore.class);

            assertThat(mail(SALES)).startsWith("451 4.3.0 ");
            assertThat(send(ALICE, SALES)).startsWith("451 4.3.0 ");
            assertThat(send(ALICE, ALICE)).matches(ACCEPTED);
            server.outage.end();

            assertThat(send(ALICE, SALES)).matches(ACCEPTED);
        }

        @Test
        void aliasShouldBeNoUserName() throws IOException {
            alias(server.alice, SALES);

            assertThat(server.greeted().authPlain(SALES, server.secret.reveal()))
                    .startsWith("535 5.7.8 ");
        }
    }
}

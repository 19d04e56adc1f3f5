package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 4, "Addresses": plus-addresses, aliases, domains of organizations and their catch-all inboxes. */
class AddressIT {
    private final RunningServer server = RunningServer.shared();
    private final String unique = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final String domain = "d" + unique + ".example.com";
    private TestOrganization acme;
    private TestInbox alice;
    private TestInbox bob;

    @BeforeEach
    void createInboxes() {
        acme = server.admin().createOrganization("Acme");
        alice = acme.createInbox("alice");
        bob = acme.createInbox("bob");
    }

    private void send(TestInbox sender, String from, String subject, String... recipients) {
        try (SmtpConnection smtp = server.smtp(sender)) {
            smtp.submitAccepted(from, List.of(recipients), Messages.message(from, recipients[0], subject));
        }
    }

    private String received(TestInbox inbox, String subject) {
        try (ImapConnection imap = server.imap(inbox)) {
            await().untilAsserted(() -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
            return imap.messageWithSubject("INBOX", subject);
        }
    }

    private void verify() {
        verify(acme);
    }

    private void verify(TestOrganization organization) {
        JsonNode proof = organization.askForDomain(domain).at("/records/0");
        RunningServer.dns().txt(proof.path("name").asText(), proof.path("value").asText());
        assertThat(organization.verifyDomain(domain).path("status").asText()).isEqualTo("verified");
    }

    /** An alias "may send as well as receive"; several addresses of an inbox get one copy. */
    @Test
    void aliasShouldReceiveOnceAndSend() {
        String sales = "sales" + unique + "@shared.localhost";
        acme.addAlias(alice.email(), sales);
        String there = Messages.uniqueSubject("to the alias");
        String back = Messages.uniqueSubject("from the alias");

        send(bob, bob.email(), there, sales.replace("@", "+Tag@"), alice.email());
        send(alice, sales, back, bob.email());

        assertThat(received(alice, there))
                .contains("Delivered-To: " + sales.replace("@", "+Tag@"), "Delivered-To: " + alice.email());
        assertThat(received(bob, back)).contains("Return-Path: <" + sales + ">", "From: " + sales);
        try (SmtpConnection smtp = server.smtp(bob)) {
            assertThat(smtp.command("MAIL FROM:<" + sales + ">")).startsWith("550 5.7.1 ");
        }
    }

    @Test
    void domainShouldReceiveForItsInboxesAndCatchTheRest() {
        verify();
        TestInbox support = acme.createInbox("support", domain);
        acme.catchAll(domain, bob.email());
        String known = Messages.uniqueSubject("to an inbox");
        String unknown = Messages.uniqueSubject("to nobody");

        send(alice, alice.email(), known, "Support+x@" + domain);
        send(alice, alice.email(), unknown, "\"any body\"@" + domain);

        assertThat(support.email()).isEqualTo("support@" + domain);
        assertThat(received(support, known)).contains("Delivered-To: Support+x@" + domain);
        assertThat(received(bob, unknown)).contains("Delivered-To: \"any body\"@" + domain);
        try (ImapConnection imap = server.imap(bob)) {
            assertThat(imap.count("INBOX", known)).isZero();
        }
    }

    /** "No organization may ever get another's mail": also with the domain and the address of one that was deleted. */
    @Test
    void addressOfADeletedOrganizationShouldBeAnothersToHaveAndEmpty() {
        TestOrganization other = server.admin().createOrganization("Other");
        TestInbox carol = other.createInbox("carol");
        verify();
        TestInbox before = acme.createInbox("support", domain);
        String old = Messages.uniqueSubject("to the first inbox");
        send(alice, alice.email(), old, before.email());
        assertThat(received(before, old)).contains(old);
        try (ImapConnection live = server.imap(before)) {
            live.ok("SELECT INBOX");
            live.send("IDLE");
            assertThat(live.readResponse()).startsWith("+");

            acme.delete();

            assertThat(live.readResponse()).startsWith("* BYE");
        }
        try (ImapConnection imap = server.imap()) {
            assertThat(imap.authenticate(before).status()).startsWith("NO [AUTHENTICATIONFAILED]");
        }

        verify(other);
        TestInbox after = other.createInbox("support", domain);

        assertThat(after.email()).isEqualTo(before.email());
        String fresh = Messages.uniqueSubject("to the second inbox");
        send(carol, carol.email(), fresh, after.email());
        assertThat(received(after, fresh)).contains(fresh);
        try (ImapConnection imap = server.imap(after)) {
            assertThat(imap.headers("INBOX")).hasSize(1);
            assertThat(imap.authenticate(before).status()).doesNotStartWith("OK");
        }
    }
}

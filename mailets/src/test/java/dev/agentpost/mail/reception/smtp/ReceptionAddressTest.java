package dev.agentpost.mail.reception.smtp;

import static dev.agentpost.mail.reception.smtp.ReceptionExtension.ALICE;
import static dev.agentpost.mail.reception.smtp.ReceptionExtension.OUTSIDER;
import static dev.agentpost.mail.reception.smtp.ReceptionExtension.SHARED_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.address.RecipientOwners;
import dev.agentpost.mail.domain.CustomDomain;
import dev.agentpost.mail.domain.DomainStore;
import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.submission.smtp.SmtpClient;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "Aliases. A catch-all inbox per domain, which never takes mail from an existing inbox", at port 25. */
class ReceptionAddressTest {
    private static final String DOMAIN = "acme.example.com";

    @RegisterExtension
    final ReceptionExtension server = new ReceptionExtension();

    private SmtpClient client;

    @BeforeEach
    void begin() throws IOException {
        client = server.greeted();
        client.command("MAIL FROM:<" + OUTSIDER + ">");
    }

    private String rcpt(String address) {
        return client.command("RCPT TO:<" + address + ">");
    }

    private void alias(String address) {
        server.aliases
                .add(server.alice, InboxAddress.parse(address).orElseThrow())
                .block();
    }

    private void verify() {
        server.domains
                .claim(server.alice.organizationId(), DOMAIN, Instant.EPOCH)
                .block();
    }

    private void catchAll() {
        server.domains
                .setCatchAll(server.alice.organizationId(), DOMAIN, Optional.of(server.alice.email()))
                .block();
    }

    @Test
    void aliasShouldBeTaken() {
        alias("sales@" + SHARED_DOMAIN);

        assertThat(rcpt("Sales+tag@" + SHARED_DOMAIN)).startsWith("250 2.1.5 ");
        assertThat(rcpt("sale@" + SHARED_DOMAIN)).startsWith("550 5.1.1 ");
    }

    /** While it waits, the address may become that of another organization. */
    @Test
    void mailShouldKnowWhoseItsRecipientsWere() throws Exception {
        alias("sales@" + SHARED_DOMAIN);
        rcpt("Sales+tag@" + SHARED_DOMAIN);

        client.command("DATA");
        assertThat(client.command("Subject: x\r\n\r\nx\r\n.")).startsWith("250 ");

        RecipientOwners owners = RecipientOwners.of(server.spool.mails().get(0).mail());
        MailAddress recipient = new MailAddress("sales+tag@" + SHARED_DOMAIN);
        assertThat(owners.mayReach(recipient, server.alice)).isTrue();
        assertThat(owners.mayReach(recipient, server.inbox(server.organization("Other"), "x@" + SHARED_DOMAIN)))
                .isFalse();
    }

    /** "Nobody can receive mail for a domain they did not prove." */
    @Test
    void domainThatIsPendingShouldNotBeRelayedTo() {
        server.domains
                .create(CustomDomain.pending(DOMAIN, server.alice.organizationId(), Instant.EPOCH))
                .block();

        assertThat(rcpt("alice@" + DOMAIN)).startsWith("550 5.7.1 ");
        assertThat(rcpt(ALICE)).startsWith("250 ");
    }

    @Test
    void unknownAddressOfAVerifiedDomainShouldBeRefused() {
        verify();

        assertThat(rcpt("nobody@" + DOMAIN)).startsWith("550 5.1.1 ");
        assertThat(rcpt("\"a b\"@" + DOMAIN)).startsWith("550 5.1.1 ");
        assertThat(rcpt("postmaster@" + DOMAIN)).startsWith("250 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anything", "any.thing+tag", "postmaster", "\"a b\"", "\"a@b\"", "a%b", "a!b"})
    void catchAllShouldTakeWhatIsNobodys(String localPart) {
        verify();
        catchAll();

        assertThat(rcpt(localPart + "@" + DOMAIN)).startsWith("250 2.1.5 ");
    }

    /** A catch-all inbox has the limits of any inbox, also for postmaster. */
    @ParameterizedTest
    @ValueSource(strings = {"anything", "postmaster"})
    void catchAllThatIsFullShouldBeRefusedForTheTimeBeing(String localPart) {
        verify();
        catchAll();
        server.fullInboxes.add(server.alice.email());

        assertThat(rcpt(localPart + "@" + DOMAIN)).startsWith("452 4.2.2 ");
    }

    @Test
    void failureOfAStoreShouldBeTemporary() {
        server.outage.begin(DomainStore.class);
        assertThat(rcpt("anything@" + DOMAIN)).startsWith("451 4.3.0 ");
        server.outage.end();

        server.outage.begin(AliasStore.class);
        assertThat(rcpt("anything@" + SHARED_DOMAIN)).startsWith("451 4.3.0 ");
    }
}

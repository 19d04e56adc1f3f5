package dev.agentpost.mail.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Map;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;

class RecipientOwnersTest {
    private static final OrganizationId ACME = OrganizationId.generate();

    private static Mail mail() throws Exception {
        Mail mail = MailImpl.builder().name("mail").build();
        RecipientOwners.write(mail, Map.of(new MailAddress("Sales+tag@acme.example"), ACME));
        return mail;
    }

    /** As the queue does. */
    private static Mail written(Mail mail) throws Exception {
        Mail read = MailImpl.builder().name("mail").build();
        for (Attribute attribute : mail.attributes().toList()) {
            read.setAttribute(new Attribute(
                    attribute.getName(),
                    AttributeValue.fromJsonString(
                            attribute.getValue().toJson().orElseThrow().toString())));
        }
        return read;
    }

    private static boolean mayReach(Mail mail, String recipient, OrganizationId owner) throws Exception {
        Inbox inbox = AddressBooks.inbox(owner, new InboxAddress("sales", "acme.example"));
        return RecipientOwners.of(mail).mayReach(new MailAddress(recipient), inbox);
    }

    @Test
    void mailShouldReachTheOrganizationThatItWasSentTo() throws Exception {
        assertThat(mayReach(written(mail()), "sales+TAG@acme.example", ACME)).isTrue();
    }

    @Test
    void mailShouldNotReachAnotherOrganization() throws Exception {
        assertThat(mayReach(written(mail()), "sales+TAG@acme.example", OrganizationId.generate()))
                .isFalse();
    }

    @Test
    void recipientThatTheMailDoesNotKnowShouldBeReached() throws Exception {
        assertThat(mayReach(written(mail()), "other@acme.example", OrganizationId.generate()))
                .isTrue();
    }
}

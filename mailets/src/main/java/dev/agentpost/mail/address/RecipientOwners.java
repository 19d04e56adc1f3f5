package dev.agentpost.mail.address;

import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * In the attributes of a mail: whose its recipients were when it was accepted. While it waits, an address may become that of
 * another organization, which must not get what was meant for the one before.
 */
public final class RecipientOwners {
    private static final AttributeName NAME = AttributeName.of("agentpost.recipient_owners");

    private final Map<?, ?> owners;

    private RecipientOwners(Map<?, ?> owners) {
        this.owners = owners;
    }

    /** @param owners of those recipients that have one here */
    public static void write(Mail mail, Map<MailAddress, OrganizationId> owners) {
        Map<String, AttributeValue<?>> values = owners.entrySet().stream()
                .collect(Collectors.toMap(
                        owner -> key(owner.getKey()),
                        owner -> AttributeValue.of(owner.getValue().value())));
        mail.setAttribute(new Attribute(NAME, AttributeValue.of(values)));
    }

    public static RecipientOwners of(Mail mail) {
        return new RecipientOwners(
                AttributeUtils.getValueAndCastFromMail(mail, NAME, Map.class).orElse(Map.of()));
    }

    /** Whether it is the organization's to which the mail was sent, as far as the mail knows. */
    public boolean mayReach(MailAddress recipient, Inbox inbox) {
        return !(owners.get(key(recipient)) instanceof AttributeValue<?> owner)
                || owner.getValue().equals(inbox.organizationId().value());
    }

    private static String key(MailAddress recipient) {
        return recipient.asString().toLowerCase(Locale.ROOT);
    }
}

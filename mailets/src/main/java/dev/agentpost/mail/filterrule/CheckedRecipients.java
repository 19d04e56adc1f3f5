package dev.agentpost.mail.filterrule;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/** In the attributes of a mail: whom the rules let it go to, and when they were asked. */
public final class CheckedRecipients {
    static final AttributeName SINCE = AttributeName.of("agentpost.rules_checked_since");
    static final AttributeName RECIPIENTS = AttributeName.of("agentpost.rules_checked_recipients");

    private CheckedRecipients() {}

    public static void write(Mail mail, Instant since) {
        mail.setAttribute(new Attribute(SINCE, AttributeValue.of(since.toString())));
        mail.setAttribute(new Attribute(
                RECIPIENTS,
                AttributeValue.of(mail.getRecipients().stream()
                        .<AttributeValue<?>>map(recipient -> AttributeValue.of(recipient.asString()))
                        .toList())));
    }

    /** Those of the mail's recipients that it says were let pass, at this time or later. */
    public static Set<MailAddress> read(Mail mail, Instant notBefore) {
        boolean recent = AttributeUtils.getValueAndCastFromMail(mail, SINCE, String.class)
                .filter(since -> !Instant.parse(since).isBefore(notBefore))
                .isPresent();
        Set<String> checked = recent ? checked(mail) : Set.of();
        return mail.getRecipients().stream()
                .filter(recipient -> checked.contains(recipient.asString()))
                .collect(Collectors.toSet());
    }

    private static Set<String> checked(Mail mail) {
        Collection<?> values = AttributeUtils.getValueAndCastFromMail(mail, RECIPIENTS, Collection.class)
                .orElse(List.of());
        return values.stream()
                .map(value -> ((AttributeValue<?>) value).getValue().toString())
                .collect(Collectors.toSet());
    }
}

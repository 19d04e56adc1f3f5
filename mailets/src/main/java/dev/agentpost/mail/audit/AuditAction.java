package dev.agentpost.mail.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What was done or tried. In JSON and in the store: the name in lower case. */
public enum AuditAction {
    SMTP_LOGIN,
    IMAP_LOGIN,
    /** A request with a key to the public HTTP listener. */
    HTTP_LOGIN,
    LOGIN,
    /** A MAIL command. */
    SENDER,
    /** A RCPT command. */
    RECIPIENT,
    /** A message, at the end of DATA. */
    MESSAGE,
    ORGANIZATION_CREATE,
    ORGANIZATION_UPDATE,
    ORGANIZATION_DELETE,
    KEY_CREATE,
    KEY_REVOKE,
    INBOX_CREATE,
    INBOX_UPDATE,
    INBOX_DELETE,
    ALIAS_CREATE,
    ALIAS_DELETE,
    RULE_CREATE,
    RULE_DELETE,
    LIMIT_UPDATE,
    DOMAIN_CREATE,
    DOMAIN_UPDATE,
    DOMAIN_VERIFY,
    DOMAIN_DELETE,
    DKIM_ROTATE,
    SUPPRESSION_DELETE,
    DELIVERY_RETRY,
    DELIVERY_CANCEL;

    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<AuditAction> parse(String value) {
        return Stream.of(values())
                .filter(action -> action.value().equals(value))
                .findFirst();
    }
}

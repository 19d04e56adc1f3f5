package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.audit.AuditAction;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.protocols.api.Response;

/** Why something was refused, as a metric counts it; told from the answer. */
enum RefusalReason {
    /** An address that is not the inbox's; or the inbox or its organization may not send at all. */
    SENDER,
    RULE,
    UNKNOWN_INBOX,
    SUPPRESSED,
    MALFORMED_ADDRESS,
    TOO_MANY_RECIPIENTS,
    OVER_QUOTA,
    RATE_LIMIT,
    IDEMPOTENCY_KEY,
    TOO_LARGE,
    MALFORMED_MESSAGE,
    /** A store or the queue does not answer, or a message with the same key is under way. */
    UNAVAILABLE,
    /** Not the mail but the command: its form, its parameters, its place. */
    PROTOCOL;

    private static final Pattern ANSWER = Pattern.compile("\\d{3}[ -](\\d\\.\\d{1,3}\\.\\d{1,3}) (.*)", Pattern.DOTALL);

    static RefusalReason of(AuditAction step, Response answer) {
        Matcher matcher = ANSWER.matcher(text(answer));
        return matcher.matches() ? of(step, matcher.group(1), matcher.group(2)) : PROTOCOL;
    }

    /** The first line of the answer. */
    static String text(Response answer) {
        return answer.getLines().get(0).toString();
    }

    private static RefusalReason of(AuditAction step, String status, String text) {
        return switch (status) {
            case "5.7.1" -> notAllowed(step, text);
            case "4.7.1" -> RATE_LIMIT;
            case "5.1.1" -> text.startsWith("Suppressed") ? SUPPRESSED : UNKNOWN_INBOX;
            case "5.1.3", "5.1.7", "5.6.7" -> MALFORMED_ADDRESS;
            case "4.5.3" -> TOO_MANY_RECIPIENTS;
            case "4.2.2" -> OVER_QUOTA;
            case "5.3.4" -> TOO_LARGE;
            case "5.6.0" -> MALFORMED_MESSAGE;
            case "5.5.2", "5.5.6" -> step == AuditAction.MESSAGE ? MALFORMED_MESSAGE : PROTOCOL;
            case "4.3.0" -> UNAVAILABLE;
            default -> PROTOCOL;
        };
    }

    private static RefusalReason notAllowed(AuditAction step, String text) {
        if (step == AuditAction.RECIPIENT) {
            return RULE;
        }
        return text.startsWith("Idempotency-Key") ? IDEMPOTENCY_KEY : SENDER;
    }

    /** Whether an organization should be able to look it up later. */
    boolean isAudited() {
        return this != UNAVAILABLE && this != PROTOCOL;
    }

    String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}

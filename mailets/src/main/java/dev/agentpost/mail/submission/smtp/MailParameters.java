package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parameters of MAIL that we know. */
final class MailParameters {
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,20}");
    private static final int MAX_DIGITS_OF_A_LONG = 18;

    private MailParameters() {}

    /** Why MAIL is refused; empty when all is well. */
    static Optional<SmtpReply> refusal(Map<String, String> parameters, long maxMessageBytes) {
        return parameters.entrySet().stream()
                .flatMap(parameter -> refusal(parameter.getKey(), parameter.getValue(), maxMessageBytes).stream())
                .findFirst();
    }

    private static Optional<SmtpReply> refusal(String name, String value, long maxMessageBytes) {
        return switch (name) {
            case "SIZE" -> refusalOfSize(value, maxMessageBytes);
            // RFC 6152
            case "BODY" ->
                value.toUpperCase(Locale.ROOT).matches("7BIT|8BITMIME")
                        ? Optional.empty()
                        : Optional.of(SubmissionReplies.PARAMETER_SYNTAX);
            // RFC 4954 section 5: to be accepted by whoever offers AUTH; nothing follows from it here
            case "AUTH" -> value.isEmpty() ? Optional.of(SubmissionReplies.PARAMETER_SYNTAX) : Optional.empty();
            case "SMTPUTF8" -> Optional.of(SubmissionReplies.NO_SMTPUTF8);
            default -> Optional.of(SubmissionReplies.unknownParameter("MAIL"));
        };
    }

    /** RFC 1870 section 6.1. */
    private static Optional<SmtpReply> refusalOfSize(String value, long maxMessageBytes) {
        if (!SIZE.matcher(value).matches()) {
            return Optional.of(SubmissionReplies.PARAMETER_SYNTAX);
        }
        boolean tooLarge = value.length() > MAX_DIGITS_OF_A_LONG || Long.parseLong(value) > maxMessageBytes;
        return tooLarge ? Optional.of(SubmissionReplies.TOO_LARGE) : Optional.empty();
    }
}

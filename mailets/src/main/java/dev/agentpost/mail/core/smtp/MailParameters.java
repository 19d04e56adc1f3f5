package dev.agentpost.mail.core.smtp;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** The parameters of MAIL that every listener knows. */
final class MailParameters {
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,20}");
    private static final int MAX_DIGITS_OF_A_LONG = 18;

    private MailParameters() {}

    /**
     * Why MAIL is refused; empty when all is well.
     *
     * @param others answers for those that are not known here
     */
    static Optional<SmtpReply> refusal(
            Map<String, String> parameters,
            long maxMessageBytes,
            BiFunction<String, String, Optional<SmtpReply>> others) {
        return parameters.entrySet().stream()
                .flatMap(parameter ->
                        refusal(parameter.getKey(), parameter.getValue(), maxMessageBytes, others).stream())
                .findFirst();
    }

    private static Optional<SmtpReply> refusal(
            String name, String value, long maxMessageBytes, BiFunction<String, String, Optional<SmtpReply>> others) {
        return switch (name) {
            case "SIZE" -> refusalOfSize(value, maxMessageBytes);
            // RFC 6152
            case "BODY" ->
                value.toUpperCase(Locale.ROOT).matches("7BIT|8BITMIME")
                        ? Optional.empty()
                        : Optional.of(SmtpReplies.PARAMETER_SYNTAX);
            case "SMTPUTF8" -> Optional.of(SmtpReplies.NO_SMTPUTF8);
            default -> others.apply(name, value);
        };
    }

    /** RFC 1870 section 6.1. */
    private static Optional<SmtpReply> refusalOfSize(String value, long maxMessageBytes) {
        if (!SIZE.matcher(value).matches()) {
            return Optional.of(SmtpReplies.PARAMETER_SYNTAX);
        }
        boolean tooLarge = value.length() > MAX_DIGITS_OF_A_LONG || Long.parseLong(value) > maxMessageBytes;
        return tooLarge ? Optional.of(SmtpReplies.TOO_LARGE) : Optional.empty();
    }
}

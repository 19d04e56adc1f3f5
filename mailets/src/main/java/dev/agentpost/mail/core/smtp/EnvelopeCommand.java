package dev.agentpost.mail.core.smtp;

import com.google.common.base.Splitter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/**
 * The argument of MAIL or RCPT: {@code FROM:<path> parameters} (RFC 5321 section 4.1.2).
 *
 * @param path between the angle brackets, without a source route
 */
public record EnvelopeCommand(String path, String parameters) {
    // Groups repeat possessively: else each character of a long line takes a bit of the stack.
    private static final Pattern FORM = Pattern.compile(
            "(?<word>[A-Za-z]+)\\s*:\\s*<(?<path>(?:\"(?:[^\"\\\\]++|\\\\.)*+\"|[^<>\"]++)*+)>(?: +(?<parameters>.*))?");
    private static final Pattern SOURCE_ROUTE = Pattern.compile("^@[^:]*:");
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~]+))?");

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String QUOTED = "\"(?:[ !#-\\[\\]-~]++|\\\\[ -~])++\"";
    private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final String DOMAIN = LABEL + "(?:\\." + LABEL + ")*+";
    private static final String LITERAL = "\\[[A-Za-z0-9.:]+\\]";
    private static final Pattern ADDRESS = Pattern.compile("(?<local>" + ATOM + "(?:\\." + ATOM + ")*+|" + QUOTED + ")@"
            + "(?<domain>" + DOMAIN + "|" + LITERAL + ")");
    private static final int MAX_LOCAL_PART_LENGTH = 64;
    private static final int MAX_DOMAIN_LENGTH = 255;

    /** Empty when the argument has another form or another word before the colon. */
    public static Optional<EnvelopeCommand> parse(String word, String argument) {
        Matcher matcher = FORM.matcher(argument == null ? "" : argument);
        if (!matcher.matches() || !matcher.group("word").equalsIgnoreCase(word)) {
            return Optional.empty();
        }
        return Optional.of(new EnvelopeCommand(
                SOURCE_ROUTE.matcher(matcher.group("path")).replaceFirst(""),
                Optional.ofNullable(matcher.group("parameters")).orElse("")));
    }

    public boolean isAscii() {
        return path.chars().allMatch(c -> c < 0x80);
    }

    /** Empty when the path is no mailbox (RFC 5321 section 4.1.2). */
    public Optional<MailAddress> address() {
        Matcher matcher = ADDRESS.matcher(path);
        if (!matcher.matches()
                || matcher.group("local").length() > MAX_LOCAL_PART_LENGTH
                || matcher.group("domain").length() > MAX_DOMAIN_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MailAddress(path));
        } catch (AddressException unusable) {
            return Optional.empty();
        }
    }

    /** The values by upper-case name, in order, no value as empty text; empty when one is malformed or comes twice. */
    public Optional<Map<String, String>> parsedParameters() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String parameter : Splitter.on(' ').omitEmptyStrings().split(parameters)) {
            Matcher matcher = PARAMETER.matcher(parameter);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String value = Optional.ofNullable(matcher.group(2)).orElse("");
            if (values.put(matcher.group(1).toUpperCase(Locale.ROOT), value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}

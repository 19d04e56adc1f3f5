package dev.agentpost.mail.http;

import com.google.common.base.CharMatcher;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request asks for. A path that could be read in two ways is none: empty segments, {@code .} and {@code ..}, encoded
 * slashes, backslashes and control characters, what is not UTF-8, and what RFC 3986 section 3.3 does not allow.
 *
 * @param path decoded once
 */
public record RequestTarget(String path, Map<String, String> parameters) {
    private static final int MAX_PARAMETERS = 50;
    private static final CharMatcher LETTERS_AND_DIGITS =
            CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z')).or(CharMatcher.inRange('0', '9'));
    private static final CharMatcher IN_PATH =
            LETTERS_AND_DIGITS.or(CharMatcher.anyOf("/._~!$&'()*+,;=:@-")).precomputed();
    private static final CharMatcher IN_QUERY =
            IN_PATH.or(CharMatcher.anyOf("?[]|{}^`\"<>")).precomputed();
    // A regular expression for a whole target would recurse for each character of it.
    private static final Pattern NO_OCTET = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://[^/?#]+");

    /** @param target the origin form, or the absolute one that proxies use (RFC 9112 section 3.2) */
    public static Optional<RequestTarget> parse(String target) {
        String origin =
                ABSOLUTE.matcher(target).lookingAt() ? ABSOLUTE.matcher(target).replaceFirst("") : target;
        int mark = origin.indexOf('?');
        String rawPath = mark < 0 ? origin : origin.substring(0, mark);
        String rawQuery = mark < 0 ? "" : origin.substring(mark + 1);
        if (!rawPath.startsWith("/") || !isEncoded(rawPath, IN_PATH) || !isEncoded(rawQuery, IN_QUERY)) {
            return Optional.empty();
        }
        return decode(rawPath, false).filter(RequestTarget::isPlain).flatMap(path -> parameters(rawQuery)
                .map(parameters -> new RequestTarget(path, parameters)));
    }

    private static boolean isEncoded(String text, CharMatcher allowed) {
        return allowed.or(CharMatcher.is('%')).matchesAllOf(text)
                && !NO_OCTET.matcher(text).find();
    }

    private static boolean isPlain(String path) {
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.equals(".") || segment.equals("..") || (segment.isEmpty() && path.length() > 1)) {
                return false;
            }
        }
        return path.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c));
    }

    private static Optional<Map<String, String>> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            Optional<String> name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            Optional<String> value = decode(equals < 0 ? "" : pair.substring(equals + 1), true);
            if (name.isEmpty() || value.isEmpty() || parameters.size() == MAX_PARAMETERS) {
                return Optional.empty();
            }
            parameters.putIfAbsent(name.get(), value.get());
        }
        return Optional.of(parameters);
    }

    private static Optional<String> decode(String text, boolean isForm) {
        String plusKept = isForm ? text : text.replace("+", "%2B");
        boolean isSlashHidden = !isForm && text.toLowerCase(Locale.ROOT).contains("%2f");
        try {
            byte[] octets =
                    URLDecoder.decode(plusKept, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
            return isSlashHidden ? Optional.empty() : Optional.of(decoded);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}

package dev.agentpost.mail.mailauthentication;

import dev.agentpost.mail.mailboxstore.HeaderBlock;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.Set;

/**
 * Takes out of a header section what only this server may write: {@code Return-Path} (RFC 5321 section 4.4), and the
 * {@code Authentication-Results} that claim to be ours or do not let on whose they are (RFC 8601 section 5). Those of
 * others stay. Every other octet stays.
 */
public final class ForgedFields {
    private static final String AUTHENTICATION_RESULTS = "authentication-results";
    private static final String RETURN_PATH = "return-path";
    private static final Set<String> NAMES = Set.of(AUTHENTICATION_RESULTS, RETURN_PATH);

    private ForgedFields() {}

    /** @param authservId what we sign our verdicts with, compared without case */
    public static byte[] removedFrom(byte[] section, String authservId) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream(section.length);
        for (byte[] field : HeaderBlock.fields(section)) {
            if (!isForged(field, authservId)) {
                rest.writeBytes(field);
            }
        }
        return rest.toByteArray();
    }

    private static boolean isForged(byte[] field, String authservId) {
        String name = HeaderBlock.name(field);
        if (!NAMES.contains(name)) {
            return false;
        }
        return name.equals(RETURN_PATH)
                || authservId(HeaderBlock.value(field))
                        .map(id -> withoutDot(id).equalsIgnoreCase(withoutDot(authservId)))
                        .orElse(true);
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** RFC 8601 section 2.2: behind comments and white space a token or a quoted string. Empty when there is none. */
    static Optional<String> authservId(String value) {
        int start = behindComments(value);
        if (start >= value.length()) {
            return Optional.empty();
        }
        StringBuilder id = new StringBuilder();
        boolean quoted = value.charAt(start) == '"';
        for (int i = quoted ? start + 1 : start; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted ? c == '"' : !isTokenCharacter(c)) {
                return id.isEmpty() ? Optional.empty() : Optional.of(id.toString());
            }
            if (quoted && c == '\\' && i + 1 < value.length()) {
                i++;
                c = value.charAt(i);
            }
            id.append(c);
        }
        return quoted || id.isEmpty() ? Optional.empty() : Optional.of(id.toString());
    }

    /** RFC 2045 section 5.1. */
    private static boolean isTokenCharacter(char c) {
        return c > ' ' && c != 0x7f && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }

    private static int behindComments(String value) {
        int depth = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (c == '\\' && depth > 0) {
                i++;
            } else if (depth == 0 && !Character.isWhitespace(c)) {
                return i;
            }
        }
        return value.length();
    }
}

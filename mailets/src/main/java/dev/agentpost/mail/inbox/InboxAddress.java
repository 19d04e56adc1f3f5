package dev.agentpost.mail.inbox;

import com.google.common.base.Ascii;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of an inbox, which is its user name as well: lower case, local part a dot-atom without {@code +} (RFC
 * 5322 section 3.2.3), at most 64 octets before and 255 after the {@code @} (RFC 5321 section 4.5.3.1).
 */
public record InboxAddress(String localPart, String domain) {
    public static final int MAX_LOCAL_PART_LENGTH = 64;
    public static final int MAX_DOMAIN_LENGTH = 255;

    private static final String ATOM = "[a-z0-9!#$%&'*/=?^_`{|}~-]+";
    private static final Pattern LOCAL_PART = Pattern.compile(ATOM + "(\\." + ATOM + ")*+");
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*+");

    /** @throws IllegalArgumentException saying what is wrong with which part */
    public InboxAddress {
        if (!isLocalPart(localPart)) {
            throw new IllegalArgumentException(
                    "the part before @ must be a lower-case dot-atom of 1 to 64 characters without +");
        }
        if (!isDomain(domain)) {
            throw new IllegalArgumentException("'" + domain + "' is not a lower-case domain name");
        }
    }

    static boolean isLocalPart(String value) {
        return value.length() <= MAX_LOCAL_PART_LENGTH
                && LOCAL_PART.matcher(value).matches();
    }

    public static boolean isDomain(String value) {
        return value.length() <= MAX_DOMAIN_LENGTH && DOMAIN.matcher(value).matches();
    }

    /** Folds case; empty when the text is not an address that an inbox can have. */
    public static Optional<InboxAddress> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InboxAddress(
                    Ascii.toLowerCase(text.substring(0, at)), Ascii.toLowerCase(text.substring(at + 1))));
        } catch (IllegalArgumentException notAnInboxAddress) {
            return Optional.empty();
        }
    }

    /** As {@link #parse}, after removing a {@code +tag}: the inbox that a recipient address leads to. */
    public static Optional<InboxAddress> parseWithoutTag(String text) {
        int at = text.lastIndexOf('@');
        int plus = text.indexOf('+');
        if (plus > 0 && plus < at) {
            return parse(text.substring(0, plus) + text.substring(at));
        }
        return parse(text);
    }

    public String asString() {
        return localPart + "@" + domain;
    }

    @Override
    public String toString() {
        return asString();
    }
}

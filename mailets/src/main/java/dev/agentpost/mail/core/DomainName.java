package dev.agentpost.mail.core;

import com.google.common.base.Ascii;
import java.net.IDN;
import java.util.regex.Pattern;

/** The one spelling of a domain that domains are compared in: ASCII (RFC 5890 A-labels), lower case. */
public final class DomainName {
    private static final int MAX_LENGTH = 253;
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*+");
    private static final Pattern LITERAL = Pattern.compile("\\[([0-9.]+)]");

    /** Sharp s, final sigma and the joiners: what java.net.IDN makes of them is another domain (RFC 5894 section 7.2). */
    private static final Pattern DEVIATION = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

    private DomainName() {}

    /** @throws IllegalArgumentException saying what is wrong */
    public static String parse(String text) {
        if (DEVIATION.matcher(text).find()) {
            throw new IllegalArgumentException("write this domain in its ASCII form, which begins with xn--");
        }
        String domain = toAscii(text);
        if (domain.length() > MAX_LENGTH || !DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a domain name");
        }
        return domain;
    }

    /** As {@link #parse}, or an IPv4 address in brackets, which James keeps without them (RFC 5321 section 4.1.3). */
    public static String parseOrLiteral(String text) {
        return parse(withoutBrackets(text));
    }

    private static String withoutBrackets(String text) {
        return LITERAL.matcher(text).replaceFirst("$1");
    }

    /** What an envelope has, which somebody else has checked. */
    public static String fold(String text) {
        try {
            return toAscii(withoutBrackets(text));
        } catch (IllegalArgumentException noDomainName) {
            return Ascii.toLowerCase(text);
        }
    }

    private static String toAscii(String text) {
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        try {
            return Ascii.toLowerCase(ascii ? text : IDN.toASCII(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not a domain name", e);
        }
    }
}

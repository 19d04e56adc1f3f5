package dev.agentpost.mail.outbound;

import com.google.common.base.Ascii;
import java.net.IDN;

/** Which recipients of a message are tried together: those of a domain, or all when a smarthost takes them. */
@FunctionalInterface
public interface Destinations {
    /** Not a domain: it has a space. */
    String SMARTHOST_NAME = "the smarthost";

    Destinations BY_DOMAIN = Destinations::domain;
    Destinations SMARTHOST = recipient -> SMARTHOST_NAME;

    String of(String recipient);

    /** In ASCII (RFC 5890 A-labels) and lower case; an address literal with its brackets. */
    static String domain(String recipient) {
        return toAscii(recipient.substring(recipient.lastIndexOf('@') + 1));
    }

    /** The address as it is written to servers: its domain in A-labels, the local part untouched. */
    static String address(String recipient) {
        int at = recipient.lastIndexOf('@');
        return at < 0 ? recipient : recipient.substring(0, at + 1) + toAscii(recipient.substring(at + 1));
    }

    private static String toAscii(String domain) {
        try {
            return Ascii.toLowerCase(domain.chars().allMatch(c -> c < 0x80) ? domain : IDN.toASCII(domain));
        } catch (IllegalArgumentException noDomain) {
            return Ascii.toLowerCase(domain);
        }
    }
}

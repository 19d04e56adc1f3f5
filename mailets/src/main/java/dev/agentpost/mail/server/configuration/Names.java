package dev.agentpost.mail.server.configuration;

import com.google.common.net.InetAddresses;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form of host names (RFC 1123 section 2.1). */
final class Names {
    static final String HOST_EXPECTED = "a host name such as mail.example.org, or an IP address, is expected";
    static final String DOMAIN_EXPECTED = "a domain such as example.org is expected";

    private static final int MAX_LENGTH = 253;
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*+");

    private Names() {}

    /** A host name in lower case, or an IP address. */
    static String host(String value) {
        return InetAddresses.isInetAddress(value) ? value : domain(value);
    }

    static String domain(String value) {
        String lowerCase = value.toLowerCase(Locale.ROOT);
        if (lowerCase.length() > MAX_LENGTH || !DOMAIN.matcher(lowerCase).matches()) {
            throw new IllegalArgumentException(DOMAIN_EXPECTED);
        }
        return lowerCase;
    }
}

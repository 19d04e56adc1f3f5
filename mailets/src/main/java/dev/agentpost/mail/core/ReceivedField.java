package dev.agentpost.mail.core;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The trace field of RFC 5321 section 4.4. The client's name is what it said, never looked up.
 *
 * @param protocol of RFC 3848, such as ESMTPSA for ESMTP with TLS and AUTH
 * @param onlyRecipient given only when the message has one: more would tell the recipients of each other
 */
public record ReceivedField(
        String clientName,
        InetAddress clientAddress,
        String serverName,
        String protocol,
        String id,
        Optional<String> onlyRecipient,
        Instant when) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);
    private static final Pattern SAFE_NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?|\\[[A-Za-z0-9.:]{1,64}]");

    /** RFC 5322 section 3.3, in UTC. */
    public static String date(Instant when) {
        return DATE.format(when);
    }

    /** The lines of the field, each ended by CRLF. */
    public String render() {
        return "Received: from " + (SAFE_NAME.matcher(clientName).matches() ? clientName : "unknown") + " ("
                + addressLiteral() + ")\r\n\tby " + serverName + " with " + protocol + " id " + id
                + onlyRecipient
                        .map(recipient -> "\r\n\tfor <" + recipient + ">")
                        .orElse("")
                + ";\r\n\t" + date(when) + "\r\n";
    }

    private String addressLiteral() {
        return clientAddress instanceof Inet6Address
                ? "[IPv6:" + clientAddress.getHostAddress().replaceAll("%.*", "") + "]"
                : "[" + clientAddress.getHostAddress() + "]";
    }
}

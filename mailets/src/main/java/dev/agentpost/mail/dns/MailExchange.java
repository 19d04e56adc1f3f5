package dev.agentpost.mail.dns;

/**
 * One MX record.
 *
 * @param preference the lower, the earlier
 * @param host lower case, without the dot at the end; empty in the one record of a domain that takes no mail (RFC 7505)
 */
public record MailExchange(int preference, String host) {

    public boolean isNull() {
        return host.isEmpty();
    }
}

package dev.agentpost.mail.mailauthentication;

/**
 * Whether the client may send for a domain (RFC 7208).
 *
 * @param domain of MAIL FROM, or what EHLO said when that is empty
 * @param ofHello whether it is the latter
 */
public record SpfVerdict(Verdict result, String domain, boolean ofHello) {

    public SpfVerdict withResult(Verdict other) {
        return new SpfVerdict(other, domain, ofHello);
    }
}

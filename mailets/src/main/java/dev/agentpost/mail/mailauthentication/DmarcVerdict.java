package dev.agentpost.mail.mailauthentication;

import java.util.Locale;

/**
 * Whether the domain of the From field stands behind the message (RFC 7489).
 *
 * @param domain of the From field; empty when there is none that can be read
 * @param requested what its owner asks to be done with messages that fail; NONE unless the result is FAIL
 */
public record DmarcVerdict(Verdict result, String domain, Disposition requested) {
    /** In the order of severity. */
    public enum Disposition {
        NONE,
        QUARANTINE,
        REJECT;

        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static DmarcVerdict of(Verdict result, String domain) {
        return new DmarcVerdict(result, domain, Disposition.NONE);
    }

    public boolean asksToReject() {
        return result == Verdict.FAIL && requested == Disposition.REJECT;
    }
}

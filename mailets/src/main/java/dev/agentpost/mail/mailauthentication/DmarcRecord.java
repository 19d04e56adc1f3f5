package dev.agentpost.mail.mailauthentication;

import com.google.common.base.Splitter;
import dev.agentpost.mail.mailauthentication.DmarcVerdict.Disposition;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the owner of a domain publishes (RFC 7489 section 6.3).
 *
 * @param policy for the domain itself
 * @param subdomainPolicy for those below it
 * @param strictDkim whether only signatures of the very domain count, and {@code strictSpf} likewise
 * @param percent of the failing messages for which the policy is asked
 */
record DmarcRecord(
        Disposition policy, Disposition subdomainPolicy, boolean strictDkim, boolean strictSpf, int percent) {
    private static final int ALL = 100;

    /** Empty when the text is no DMARC record, or one that asks for nothing (RFC 7489 section 6.6.3). */
    static Optional<DmarcRecord> parse(String text) {
        Map<String, String> tags = tags(text);
        boolean isRecord = tags.entrySet().stream()
                .findFirst()
                .filter(first -> first.getKey().equals("v") && first.getValue().equals("DMARC1"))
                .isPresent();
        if (!isRecord) {
            return Optional.empty();
        }
        Optional<Disposition> policy = disposition(tags.get("p"));
        Optional<Disposition> subdomains = disposition(tags.get("sp"));
        boolean isBroken = policy.isEmpty() || (tags.containsKey("sp") && subdomains.isEmpty());
        if (isBroken) {
            return tags.containsKey("rua")
                    ? Optional.of(new DmarcRecord(Disposition.NONE, Disposition.NONE, false, false, ALL))
                    : Optional.empty();
        }
        return policy.map(own -> new DmarcRecord(
                own,
                subdomains.orElse(own),
                "s".equalsIgnoreCase(tags.get("adkim")),
                "s".equalsIgnoreCase(tags.get("aspf")),
                percent(tags.get("pct"))));
    }

    /** By lower-case name, in order; the first of equal names counts. */
    private static Map<String, String> tags(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : Splitter.on(';').trimResults().omitEmptyStrings().split(text)) {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                tags.putIfAbsent(
                        tag.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        tag.substring(equals + 1).strip());
            }
        }
        return tags;
    }

    private static Optional<Disposition> disposition(String value) {
        return Stream.of(Disposition.values())
                .filter(disposition -> disposition.value().equalsIgnoreCase(value))
                .findFirst();
    }

    private static int percent(String value) {
        return value != null && value.matches("[0-9]{1,3}") ? Math.min(ALL, Integer.parseInt(value)) : ALL;
    }
}

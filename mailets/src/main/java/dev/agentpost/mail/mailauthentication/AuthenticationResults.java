package dev.agentpost.mail.mailauthentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that was found out about a message.
 *
 * @param spf absent together with {@code dmarc}: no check was made
 * @param dkim one for each signature
 */
public record AuthenticationResults(Optional<SpfVerdict> spf, List<DkimVerdict> dkim, Optional<DmarcVerdict> dmarc) {
    /** No check was made. */
    public static final AuthenticationResults NONE =
            new AuthenticationResults(Optional.empty(), List.of(), Optional.empty());

    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,253}[A-Za-z0-9_])?");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=]{1,16}");

    public AuthenticationResults {
        dkim = List.copyOf(dkim);
    }

    public AuthenticationResults(SpfVerdict spf, List<DkimVerdict> dkim, DmarcVerdict dmarc) {
        this(Optional.of(spf), dkim, Optional.of(dmarc));
    }

    /**
     * The field of RFC 8601, with its line ends. What came from the message and is no plain name is left out.
     *
     * @param authservId who says so
     */
    public String field(String authservId) {
        List<String> results = new ArrayList<>();
        spf.ifPresent(verdict -> results.add(ofSpf(verdict)));
        if (spf.isPresent() && dkim.isEmpty()) {
            results.add("dkim=none");
        }
        dkim.forEach(verdict -> results.add(ofDkim(verdict)));
        dmarc.ifPresent(verdict -> results.add(ofDmarc(verdict)));
        return "Authentication-Results: " + authservId
                + (results.isEmpty() ? "; none" : ";\r\n\t" + String.join(";\r\n\t", results)) + "\r\n";
    }

    private static String ofSpf(SpfVerdict verdict) {
        return "spf=" + verdict.result().value()
                + property(verdict.ofHello() ? "smtp.helo" : "smtp.mailfrom", verdict.domain());
    }

    private static String ofDkim(DkimVerdict verdict) {
        String signature =
                BASE64.matcher(verdict.signature()).matches() ? " header.b=\"" + verdict.signature() + "\"" : "";
        return "dkim=" + verdict.result().value() + property("header.d", verdict.domain())
                + property("header.s", verdict.selector()) + signature;
    }

    private static String ofDmarc(DmarcVerdict verdict) {
        String requested =
                verdict.result() == Verdict.FAIL ? " (p=" + verdict.requested().value() + ")" : "";
        return "dmarc=" + verdict.result().value() + requested + property("header.from", verdict.domain());
    }

    private static String property(String name, String value) {
        return DOMAIN.matcher(value).matches() ? " " + name + "=" + value : "";
    }
}

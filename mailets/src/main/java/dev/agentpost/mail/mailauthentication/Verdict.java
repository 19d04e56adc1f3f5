package dev.agentpost.mail.mailauthentication;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The result of one check, as RFC 8601 section 2.7 names them. */
public enum Verdict {
    NONE,
    NEUTRAL,
    PASS,
    FAIL,
    SOFTFAIL,
    POLICY,
    /** The DNS did not answer: nothing is known, and a later try may tell. */
    TEMPERROR,
    PERMERROR;

    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Verdict> parse(String value) {
        return Stream.of(values())
                .filter(verdict -> verdict.value().equalsIgnoreCase(value))
                .findFirst();
    }
}

package dev.agentpost.mail.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How it ended. In JSON and in the store: the name in lower case. */
public enum AuditOutcome {
    SUCCESS,
    REFUSED;

    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<AuditOutcome> parse(String value) {
        return Stream.of(values())
                .filter(outcome -> outcome.value().equals(value))
                .findFirst();
    }
}

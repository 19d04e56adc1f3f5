package dev.agentpost.mail.filterrule;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a rule compares, the most specific first. */
public enum MatchType {
    ADDRESS,
    DOMAIN,
    /** Every domain below the one that is named, at any depth, but not that one itself. */
    SUBDOMAIN_WILDCARD;

    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<MatchType> parse(String value) {
        return Stream.of(values()).filter(type -> type.value().equals(value)).findFirst();
    }
}

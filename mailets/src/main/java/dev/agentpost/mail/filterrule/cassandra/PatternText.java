package dev.agentpost.mail.filterrule.cassandra;

import com.google.common.base.Splitter;
import com.google.common.collect.Lists;
import dev.agentpost.mail.filterrule.MatchType;
import dev.agentpost.mail.filterrule.RulePattern;

/**
 * A pattern as a key: its domain from right to left, a space, which sorts before all that a domain is made of, and what is
 * meant of it: {@code com.example @bob} is an address, {@code com.example =} a domain and {@code com.example *} all below
 * it. So the rows that can match an address lie near each other, and fewer blocks of the file are read.
 */
final class PatternText {
    private static final char SEPARATOR = ' ';
    private static final String DOMAIN = "=";
    private static final String BELOW = "*";
    private static final String WILDCARD = "*.";

    private PatternText() {}

    static String of(RulePattern pattern) {
        String value = pattern.value();
        int at = value.lastIndexOf('@');
        return switch (pattern.matchType()) {
            case ADDRESS -> reversed(value.substring(at + 1)) + SEPARATOR + '@' + value.substring(0, at);
            case DOMAIN -> reversed(value) + SEPARATOR + DOMAIN;
            case SUBDOMAIN_WILDCARD -> reversed(value.substring(WILDCARD.length())) + SEPARATOR + BELOW;
        };
    }

    /** @throws IllegalArgumentException when the text has another form */
    static RulePattern parse(String text) {
        int end = text.indexOf(SEPARATOR);
        String domain = reversed(text.substring(0, Math.max(end, 0)));
        String what = text.substring(end + 1);
        if (end > 0 && what.startsWith("@")) {
            return new RulePattern(MatchType.ADDRESS, what.substring(1) + "@" + domain);
        }
        if (end > 0 && what.equals(DOMAIN)) {
            return new RulePattern(MatchType.DOMAIN, domain);
        }
        if (end > 0 && what.equals(BELOW)) {
            return new RulePattern(MatchType.SUBDOMAIN_WILDCARD, WILDCARD + domain);
        }
        throw new IllegalArgumentException("'" + text + "' is not a pattern");
    }

    private static String reversed(String domain) {
        return String.join(".", Lists.reverse(Splitter.on('.').splitToList(domain)));
    }
}

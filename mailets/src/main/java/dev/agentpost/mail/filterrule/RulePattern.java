package dev.agentpost.mail.filterrule;

import dev.agentpost.mail.core.DomainName;

/**
 * What a rule matches, in the spelling of {@link EnvelopeAddress}: equal patterns match the same.
 *
 * @param value an address, a domain, or a domain after {@code *.}
 */
public record RulePattern(MatchType matchType, String value) {
    static final String WILDCARD = "*.";

    /** @throws IllegalArgumentException saying what is wrong with the value */
    public static RulePattern parse(MatchType matchType, String text) {
        String value = text.strip();
        return switch (matchType) {
            case ADDRESS ->
                new RulePattern(matchType, EnvelopeAddress.parse(value).toString());
            case DOMAIN -> new RulePattern(matchType, DomainName.parseOrLiteral(value));
            case SUBDOMAIN_WILDCARD -> {
                if (!value.startsWith(WILDCARD)) {
                    throw new IllegalArgumentException("'" + value + "' does not begin with *.");
                }
                yield new RulePattern(matchType, WILDCARD + DomainName.parse(value.substring(WILDCARD.length())));
            }
        };
    }

    /** For people: what it matched. */
    @Override
    public String toString() {
        return switch (matchType) {
            case ADDRESS -> "address " + value;
            case DOMAIN -> "domain " + value;
            case SUBDOMAIN_WILDCARD -> value;
        };
    }
}

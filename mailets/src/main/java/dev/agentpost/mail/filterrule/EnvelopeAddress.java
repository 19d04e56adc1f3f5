package dev.agentpost.mail.filterrule;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import dev.agentpost.mail.core.DomainName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A recipient or a sender in the one spelling that rules are compared in: without case (a mailbox that tells Bob from bob
 * is not known to exist, one that is blocked and reached as BOB would be), quoted only where quotes are needed (RFC 5321
 * section 4.1.2), its domain in ASCII.
 */
public record EnvelopeAddress(String localPart, String domain) {
    private static final String ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern DOT_ATOM = Pattern.compile(ATOM + "(\\." + ATOM + ")*+");
    private static final Pattern QUOTED_CONTENT = Pattern.compile("[ -~]+");
    private static final int MAX_LOCAL_PART_LENGTH = 64;

    /** For an address that was checked already. */
    public static EnvelopeAddress of(String localPart, String domain) {
        return new EnvelopeAddress(fold(localPart), DomainName.fold(domain));
    }

    /** @throws IllegalArgumentException saying what is wrong */
    public static EnvelopeAddress parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1) {
            throw new IllegalArgumentException("'" + text + "' is not an address such as bob@example.com");
        }
        String localPart = fold(text.substring(0, at));
        if (at > MAX_LOCAL_PART_LENGTH || !isLocalPart(localPart)) {
            throw new IllegalArgumentException("'" + text + "' has no valid part before the @");
        }
        return new EnvelopeAddress(localPart, DomainName.parseOrLiteral(text.substring(at + 1)));
    }

    private static String fold(String localPart) {
        String content = Ascii.toLowerCase(isQuoted(localPart) ? unquoted(localPart) : localPart);
        boolean needsQuotes = isQuoted(localPart) && !DOT_ATOM.matcher(content).matches();
        return needsQuotes ? '"' + content.replaceAll("([\"\\\\])", "\\\\$1") + '"' : content;
    }

    private static boolean isQuoted(String localPart) {
        return localPart.length() > 2 && localPart.startsWith("\"") && localPart.endsWith("\"");
    }

    private static String unquoted(String localPart) {
        return localPart.substring(1, localPart.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    private static boolean isLocalPart(String folded) {
        return isQuoted(folded)
                ? QUOTED_CONTENT.matcher(unquoted(folded)).matches()
                : DOT_ATOM.matcher(folded).matches();
    }

    /** The address without its {@code +tag}: for local addresses, of which we know what a tag is. */
    public EnvelopeAddress withoutTag() {
        int plus = localPart.indexOf('+');
        return plus > 0 && !isQuoted(localPart) ? new EnvelopeAddress(localPart.substring(0, plus), domain) : this;
    }

    /** All that can match this address, the most specific first: as many as its domain has labels, and one more. */
    public List<RulePattern> patterns() {
        List<RulePattern> patterns = new ArrayList<>();
        patterns.add(new RulePattern(MatchType.ADDRESS, toString()));
        patterns.add(new RulePattern(MatchType.DOMAIN, domain));
        String parent = domain;
        for (String label : Splitter.on('.').split(domain)) {
            parent = parent.substring(Math.min(parent.length(), label.length() + 1));
            if (!parent.isEmpty()) {
                patterns.add(new RulePattern(MatchType.SUBDOMAIN_WILDCARD, RulePattern.WILDCARD + parent));
            }
        }
        return patterns;
    }

    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}

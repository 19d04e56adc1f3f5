package dev.agentpost.mail.reception;

import java.util.Locale;
import java.util.Set;

/**
 * The addresses that every domain must take mail for (RFC 5321 section 4.5.1, RFC 2142 section 2). They lead to the
 * operator of the server; no inbox can have them.
 */
public final class OperatorMailbox {
    private static final String POSTMASTER = "postmaster";
    private static final Set<String> LOCAL_PARTS = Set.of(POSTMASTER, "abuse");

    private OperatorMailbox() {}

    /** @param localPart with or without a tag */
    public static boolean isLocalPart(String localPart) {
        String folded = localPart.toLowerCase(Locale.ROOT);
        int plus = folded.indexOf('+');
        return LOCAL_PARTS.contains(plus > 0 ? folded.substring(0, plus) : folded);
    }

    /** {@code RCPT TO:<Postmaster>}, which alone needs no domain. */
    public static boolean isBarePostmaster(String path) {
        return path.equalsIgnoreCase(POSTMASTER);
    }
}

package dev.agentpost.mail.mailauthentication;

import com.google.common.net.InternetDomainName;
import java.util.Locale;

/** What was registered: the public suffix and one label (RFC 7489 section 3.2). */
final class OrganizationalDomain {
    private OrganizationalDomain() {}

    /** The domain itself when it is a public suffix, or no name at all. */
    static String of(String domain) {
        String folded = domain.toLowerCase(Locale.ROOT);
        if (!InternetDomainName.isValid(folded)) {
            return folded;
        }
        InternetDomainName name = InternetDomainName.from(folded);
        if (name.isUnderPublicSuffix()) {
            return name.topPrivateDomain().toString();
        }
        return name.hasPublicSuffix() ? folded : lastTwoLabels(name);
    }

    /** The rule of the public suffix list for top-level domains that it does not name. */
    private static String lastTwoLabels(InternetDomainName name) {
        int labels = name.parts().size();
        return String.join(".", name.parts().subList(Math.max(0, labels - 2), labels));
    }
}

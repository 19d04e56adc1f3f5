package dev.agentpost.mail.domain;

import com.google.common.net.InternetDomainName;
import dev.agentpost.mail.core.DomainName;
import dev.agentpost.mail.inbox.InboxAddress;

/** Whether a domain can be anybody's, before anybody proves that it is. */
public sealed interface DomainWish {

    /** @param domain lower case, in ASCII */
    record Possible(String domain) implements DomainWish {}

    /** @param reason for the person who asked */
    record Refused(String reason) implements DomainWish {}

    static DomainWish of(String text, SharedDomain shared) {
        String domain;
        try {
            domain = DomainName.parse(text.strip());
        } catch (IllegalArgumentException e) {
            return new Refused(e.getMessage());
        }
        if (!InboxAddress.isDomain(domain) || !InternetDomainName.isValid(domain) || !domain.contains(".")) {
            return new Refused("'" + domain + "' is not a domain name such as example.com");
        }
        if (shared.is(domain) || domain.endsWith("." + shared.name())) {
            return new Refused("'" + domain + "' belongs to the operator of this server");
        }
        if (InternetDomainName.from(domain).isPublicSuffix()) {
            return new Refused("'" + domain + "' is a public suffix, under which anybody registers domains");
        }
        return new Possible(domain);
    }
}

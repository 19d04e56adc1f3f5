package dev.agentpost.mail.domain.james;

import dev.agentpost.mail.domain.LocalDomains;
import java.time.Duration;
import java.util.List;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;

/** James's view of the domains whose mail is delivered here. They are made and removed by the admin routes alone. */
public final class LocalDomainList implements DomainList {
    /** Above every timeout of the store, which answers or fails earlier. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final LocalDomains domains;
    private final Domain sharedDomain;

    public LocalDomainList(LocalDomains domains, Domain sharedDomain) {
        this.domains = domains;
        this.sharedDomain = sharedDomain;
    }

    /** The shared domain alone: James wants this list for routes that we do not offer. */
    @Override
    public List<Domain> getDomains() {
        return List.of(sharedDomain);
    }

    @Override
    public boolean containsDomain(Domain domain) throws DomainListException {
        try {
            return domains.contains(domain.asString()).block(LONGEST_WAIT);
        } catch (RuntimeException e) {
            throw new DomainListException("the store of domains does not answer", e);
        }
    }

    @Override
    public Domain getDefaultDomain() {
        return sharedDomain;
    }

    @Override
    public void addDomain(Domain domain) throws DomainListException {
        throw new DomainListException("domain " + domain.asString() + " cannot be added here");
    }

    @Override
    public void removeDomain(Domain domain) throws DomainListException {
        throw new DomainListException("domain " + domain.asString() + " cannot be removed here");
    }
}

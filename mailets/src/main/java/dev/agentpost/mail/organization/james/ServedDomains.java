package dev.agentpost.mail.organization.james;

import java.util.List;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;

/** The domains whose mail is delivered here: the shared domain. It is a setting, so nothing adds or removes one. */
public final class ServedDomains implements DomainList {
    private final Domain sharedDomain;

    public ServedDomains(Domain sharedDomain) {
        this.sharedDomain = sharedDomain;
    }

    @Override
    public List<Domain> getDomains() {
        return List.of(sharedDomain);
    }

    @Override
    public boolean containsDomain(Domain domain) {
        return sharedDomain.equals(domain);
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

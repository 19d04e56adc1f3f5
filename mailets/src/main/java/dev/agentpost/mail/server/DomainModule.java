package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import dev.agentpost.mail.organization.james.ServedDomains;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;

/** The domains that the server takes mail for. */
public final class DomainModule extends AbstractModule {
    private final Domain sharedDomain;

    public DomainModule(String sharedDomain) {
        this.sharedDomain = Domain.of(sharedDomain);
    }

    @Override
    protected void configure() {
        bind(DomainList.class).toInstance(new ServedDomains(sharedDomain));
    }
}

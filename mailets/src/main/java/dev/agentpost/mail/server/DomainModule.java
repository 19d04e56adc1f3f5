package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import dev.agentpost.mail.address.AddressBook;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.domain.james.LocalDomainList;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import reactor.core.publisher.Mono;

/** The domains that the server takes mail for, and whose their addresses are. */
public final class DomainModule extends AbstractModule {
    private final String sharedDomain;

    public DomainModule(String sharedDomain) {
        this.sharedDomain = sharedDomain;
    }

    @Override
    protected void configure() {
        bind(AddressBook.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    LocalDomains localDomains() {
        return domain -> Mono.just(domain.equals(sharedDomain));
    }

    @Provides
    @Singleton
    DomainList domainList(LocalDomains localDomains) {
        return new LocalDomainList(localDomains, Domain.of(sharedDomain));
    }
}

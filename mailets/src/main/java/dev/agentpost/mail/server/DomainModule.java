package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.address.AddressBook;
import dev.agentpost.mail.address.Aliases;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.domain.DomainOwners;
import dev.agentpost.mail.domain.DomainRecords;
import dev.agentpost.mail.domain.DomainStore;
import dev.agentpost.mail.domain.Domains;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.domain.MailRecords;
import dev.agentpost.mail.domain.ServedDomains;
import dev.agentpost.mail.domain.SharedDomain;
import dev.agentpost.mail.domain.cassandra.CassandraDomainStore;
import dev.agentpost.mail.domain.cassandra.DomainSchema;
import dev.agentpost.mail.domain.james.LocalDomainList;
import dev.agentpost.mail.inbox.UsableDomains;
import dev.agentpost.mail.server.configuration.PublicSettings;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;

/** The domains that the server takes mail for, and whose their addresses are. */
public final class DomainModule extends AbstractModule {
    private final PublicSettings names;

    public DomainModule(PublicSettings names) {
        this.names = names;
    }

    @Override
    protected void configure() {
        bind(SharedDomain.class).toInstance(new SharedDomain(names.sharedDomain()));
        bind(DomainStore.class).to(CassandraDomainStore.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(DomainSchema.SCHEMA);
        bind(ServedDomains.class).in(Scopes.SINGLETON);
        bind(LocalDomains.class).to(ServedDomains.class);
        bind(DomainOwners.class).to(ServedDomains.class);
        bind(UsableDomains.class).to(ServedDomains.class);
        bind(Domains.class).in(Scopes.SINGLETON);
        bind(AddressBook.class).in(Scopes.SINGLETON);
        bind(Aliases.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), DomainRecords.class)
                .addBinding()
                .toInstance(new MailRecords(names.host(), names.smtpsPort(), names.imapsPort(), names.apiPort()));
    }

    @Provides
    @Singleton
    DomainList domainList(LocalDomains localDomains) {
        return new LocalDomainList(localDomains, Domain.of(names.sharedDomain()));
    }
}

package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.dkim.DkimKeyStore;
import dev.agentpost.mail.dkim.DkimKeys;
import dev.agentpost.mail.dkim.DkimRecords;
import dev.agentpost.mail.dkim.DkimSigning;
import dev.agentpost.mail.dkim.cassandra.CassandraDkimKeyStore;
import dev.agentpost.mail.dkim.cassandra.DkimSchema;
import dev.agentpost.mail.dkim.webadmin.DomainDkimRoutes;
import dev.agentpost.mail.dkim.webadmin.SharedDkimRoutes;
import dev.agentpost.mail.domain.DomainRecords;
import dev.agentpost.mail.domain.KeptOfDomains;
import dev.agentpost.mail.domain.SharedDomain;
import dev.agentpost.mail.outbound.MessageSigner;
import org.apache.james.webadmin.Routes;

/** The keys that mail to other servers is signed with. */
final class DkimModule extends AbstractModule {
    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(DkimSchema.SCHEMA);
        bind(DkimKeyStore.class).to(CassandraDkimKeyStore.class).in(Scopes.SINGLETON);
        bind(DkimKeys.class).in(Scopes.SINGLETON);
        bind(DkimSigning.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), DomainRecords.class).addBinding().to(DkimRecords.class);
        Multibinder.newSetBinder(binder(), Routes.class).addBinding().to(DomainDkimRoutes.class);
    }

    @Provides
    @Singleton
    MessageSigner signer(DkimSigning signing) {
        return (mail, message) -> signing.sign(message);
    }

    @ProvidesIntoSet
    KeptOfDomains kept(DkimKeys keys) {
        return keys::deleteAll;
    }

    @ProvidesIntoSet
    Routes sharedDomainRoutes(DkimKeys keys, SharedDomain sharedDomain) {
        return new SharedDkimRoutes(keys, sharedDomain.name());
    }
}

package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.apikey.cassandra.ApiKeySchema;
import dev.agentpost.mail.apikey.cassandra.CassandraApiKeyStore;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.inbox.AliasNames;
import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.InboxAddresses;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.cassandra.CassandraAliasStore;
import dev.agentpost.mail.inbox.cassandra.CassandraInboxStore;
import dev.agentpost.mail.inbox.cassandra.InboxSchema;
import dev.agentpost.mail.login.ApiKeyInboxLogin;
import dev.agentpost.mail.login.CachedLogins;
import dev.agentpost.mail.login.InboxLogin;
import dev.agentpost.mail.login.LiveSessions;
import dev.agentpost.mail.login.LoginChangeLog;
import dev.agentpost.mail.login.LoginChanges;
import dev.agentpost.mail.login.SessionGuard;
import dev.agentpost.mail.login.SessionGuardTimer;
import dev.agentpost.mail.login.TimedInboxLogin;
import dev.agentpost.mail.login.cassandra.CassandraLoginChangeLog;
import dev.agentpost.mail.login.cassandra.LoginSchema;
import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.organization.cassandra.CassandraOrganizationStore;
import dev.agentpost.mail.organization.cassandra.OrganizationSchema;
import java.security.SecureRandom;
import org.apache.james.metrics.api.MetricFactory;

/** Organizations, inboxes and keys in Cassandra, and the login decision on them. */
public final class StoreModule extends AbstractModule {
    private final String sharedDomain;

    public StoreModule(String sharedDomain) {
        this.sharedDomain = sharedDomain;
    }

    @Override
    protected void configure() {
        bind(OrganizationStore.class).to(CassandraOrganizationStore.class).in(Scopes.SINGLETON);
        bind(InboxStore.class).to(CassandraInboxStore.class).in(Scopes.SINGLETON);
        bind(AliasStore.class).to(CassandraAliasStore.class).in(Scopes.SINGLETON);
        bind(ApiKeyStore.class).to(CassandraApiKeyStore.class).in(Scopes.SINGLETON);
        bind(LoginChangeLog.class).to(CassandraLoginChangeLog.class).in(Scopes.SINGLETON);
        Multibinder<TableSchema> tables = Multibinder.newSetBinder(binder(), TableSchema.class);
        tables.addBinding().toInstance(OrganizationSchema.SCHEMA);
        tables.addBinding().toInstance(InboxSchema.SCHEMA);
        tables.addBinding().toInstance(ApiKeySchema.SCHEMA);
        tables.addBinding().toInstance(LoginSchema.SCHEMA);

        bind(CachedLogins.class).in(Scopes.SINGLETON);
        bind(LiveSessions.class).in(Scopes.SINGLETON);
        bind(SessionGuard.class).in(Scopes.SINGLETON);
        bind(SessionGuardTimer.class).in(Scopes.SINGLETON);
        bind(LoginChanges.class).to(SessionGuard.class);
    }

    @Provides
    @Singleton
    InboxLogin login(ApiKeyInboxLogin login, MetricFactory metrics) {
        return new TimedInboxLogin(login, metrics);
    }

    @Provides
    @Singleton
    AliasNames aliasNames() {
        return new AliasNames(sharedDomain);
    }

    @Provides
    @Singleton
    InboxAddresses addresses() {
        return new InboxAddresses(sharedDomain, new SecureRandom());
    }
}

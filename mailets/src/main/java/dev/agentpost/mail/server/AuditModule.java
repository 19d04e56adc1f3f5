package dev.agentpost.mail.server;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.audit.AuditStore;
import dev.agentpost.mail.audit.AuditTrail;
import dev.agentpost.mail.audit.BufferedAuditTrail;
import dev.agentpost.mail.audit.cassandra.AuditSchema;
import dev.agentpost.mail.audit.cassandra.CassandraAuditStore;
import dev.agentpost.mail.audit.webadmin.AuditRoutes;
import dev.agentpost.mail.audit.webadmin.AuditedChanges;
import dev.agentpost.mail.cassandra.TableSchema;
import java.time.Duration;
import org.apache.james.webadmin.Routes;

/** What was refused and changed. */
public final class AuditModule extends AbstractModule {
    private final Duration retention;

    public AuditModule(Duration retention) {
        this.retention = retention;
    }

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(AuditSchema.SCHEMA);
        bind(BufferedAuditTrail.class).in(Scopes.SINGLETON);
        bind(AuditTrail.class).to(BufferedAuditTrail.class);
        Multibinder<Routes> routes = Multibinder.newSetBinder(binder(), Routes.class);
        routes.addBinding().to(AuditRoutes.class);
        routes.addBinding().to(AuditedChanges.class);
    }

    @Provides
    @Singleton
    AuditStore store(CqlSession session) {
        return new CassandraAuditStore(session, retention);
    }
}

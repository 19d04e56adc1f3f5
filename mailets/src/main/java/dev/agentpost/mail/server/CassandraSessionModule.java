package dev.agentpost.mail.server;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.cassandra.TableSchema;
import java.util.Optional;
import java.util.Set;
import org.apache.james.backends.cassandra.components.CassandraModule;
import org.apache.james.backends.cassandra.init.CassandraTypesProvider;
import org.apache.james.backends.cassandra.init.CassandraZonedDateTimeModule;
import org.apache.james.backends.cassandra.init.configuration.CassandraConfiguration;
import org.apache.james.backends.cassandra.utils.CassandraHealthCheck;
import org.apache.james.backends.cassandra.versions.CassandraSchemaVersionDAO;
import org.apache.james.backends.cassandra.versions.CassandraSchemaVersionManager;
import org.apache.james.backends.cassandra.versions.CassandraSchemaVersionModule;
import org.apache.james.core.healthcheck.HealthCheck;

/** The Cassandra session with every table that the other modules name in the two sets. */
public final class CassandraSessionModule extends AbstractModule {
    private final CassandraConnection connection;

    public CassandraSessionModule(CassandraConnection connection) {
        this.connection = connection;
    }

    @Override
    protected void configure() {
        Multibinder<CassandraModule> jamesTables = Multibinder.newSetBinder(binder(), CassandraModule.class);
        jamesTables.addBinding().toInstance(CassandraZonedDateTimeModule.MODULE);
        jamesTables.addBinding().toInstance(CassandraSchemaVersionModule.MODULE);
        Multibinder.newSetBinder(binder(), TableSchema.class);

        bind(CassandraSchemaVersionDAO.class).in(Scopes.SINGLETON);
        bind(CassandraSchemaVersionManager.class).in(Scopes.SINGLETON);
        bind(CassandraTypesProvider.class).in(Scopes.SINGLETON);
        Multibinder<HealthCheck> healthChecks = Multibinder.newSetBinder(binder(), HealthCheck.class);
        healthChecks.addBinding().to(CassandraHealthCheck.class);
        connection.commitLogCheck().ifPresent(check -> healthChecks.addBinding().toInstance(check));
    }

    @Provides
    @Singleton
    CqlSession session(Set<CassandraModule> jamesTables, Set<TableSchema> ourTables) {
        return connection.open(jamesTables, ourTables);
    }

    /**
     * James's choices for its own tables. Sharing between users is shut off, which saves a read per access; the
     * recount of a mailbox by chance, which hides errors and costs a full read, too.
     */
    @Provides
    @Singleton
    CassandraConfiguration configuration() {
        return CassandraConfiguration.builder()
                .aclEnabled(Optional.of(false))
                .mailboxReadRepair(0)
                .build();
    }
}

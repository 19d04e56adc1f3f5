package dev.agentpost.mail.server;

import com.codahale.metrics.MetricRegistry;
import com.datastax.oss.driver.api.core.CqlSession;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.cassandra.TableSchema;
import java.util.Set;
import org.apache.james.backends.cassandra.components.CassandraModule;
import org.apache.james.backends.cassandra.init.configuration.CassandraConfiguration;
import org.apache.james.backends.cassandra.utils.CassandraHealthCheck;
import org.apache.james.core.healthcheck.HealthCheck;

/** The Cassandra session with every table that the other modules name in the two sets. */
public final class CassandraSessionModule extends AbstractModule {
    private final CassandraConnection connection;

    public CassandraSessionModule(CassandraConnection connection) {
        this.connection = connection;
    }

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), CassandraModule.class);
        Multibinder.newSetBinder(binder(), TableSchema.class);

        bind(CassandraConfiguration.class).toInstance(CassandraConfiguration.DEFAULT_CONFIGURATION);
        Multibinder<HealthCheck> healthChecks = Multibinder.newSetBinder(binder(), HealthCheck.class);
        healthChecks.addBinding().to(CassandraHealthCheck.class);
        connection.commitLogCheck().ifPresent(check -> healthChecks.addBinding().toInstance(check));
    }

    @Provides
    @Singleton
    CqlSession session(Set<CassandraModule> jamesTables, Set<TableSchema> ourTables, MetricRegistry metrics) {
        return connection.open(jamesTables, ourTables, metrics);
    }
}

package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.suppression.SuppressionStore;
import dev.agentpost.mail.suppression.Suppressions;
import dev.agentpost.mail.suppression.cassandra.CassandraSuppressionStore;
import dev.agentpost.mail.suppression.cassandra.SuppressionSchema;

/** Addresses that are not sent to any more. */
final class SuppressionModule extends AbstractModule {

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(SuppressionSchema.SCHEMA);
        bind(SuppressionStore.class).to(CassandraSuppressionStore.class).in(Scopes.SINGLETON);
        bind(Suppressions.class).in(Scopes.SINGLETON);
    }
}

package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.deadletter.cassandra.CassandraEventDeadLetters;
import dev.agentpost.mail.deadletter.cassandra.DeadLetterSchema;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.events.EventDeadLetters;
import org.apache.james.events.EventDeadLettersHealthCheck;

/** Failed listener events, kept in Cassandra. */
public final class DeadLetterModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(CassandraEventDeadLetters.class).in(Scopes.SINGLETON);
        bind(EventDeadLetters.class).to(CassandraEventDeadLetters.class);
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(DeadLetterSchema.SCHEMA);
        Multibinder.newSetBinder(binder(), HealthCheck.class).addBinding().to(EventDeadLettersHealthCheck.class);
    }
}

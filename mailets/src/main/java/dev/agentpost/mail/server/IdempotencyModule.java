package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.idempotency.IdempotencyStore;
import dev.agentpost.mail.idempotency.KeyedSubmissions;
import dev.agentpost.mail.idempotency.cassandra.CassandraIdempotencyStore;
import dev.agentpost.mail.idempotency.cassandra.IdempotencySchema;

/** Messages that clients may send again without having them sent twice. */
public final class IdempotencyModule extends AbstractModule {
    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(IdempotencySchema.SCHEMA);
        bind(IdempotencyStore.class).to(CassandraIdempotencyStore.class).in(Scopes.SINGLETON);
        bind(KeyedSubmissions.class).in(Scopes.SINGLETON);
    }
}

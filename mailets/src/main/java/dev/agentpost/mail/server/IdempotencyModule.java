package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.idempotency.ClusterKeyedSubmissions;
import dev.agentpost.mail.idempotency.IdempotencyStore;
import dev.agentpost.mail.idempotency.KeyedSubmissions;
import dev.agentpost.mail.idempotency.SingleNodeKeyedSubmissions;
import dev.agentpost.mail.idempotency.cassandra.CassandraIdempotencyStore;
import dev.agentpost.mail.idempotency.cassandra.IdempotencySchema;

/** Messages that clients may send again without having them sent twice. */
public final class IdempotencyModule extends AbstractModule {
    private final boolean embedded;

    /** @param embedded true: no other server uses our Cassandra, so this process alone knows what is under way */
    public IdempotencyModule(boolean embedded) {
        this.embedded = embedded;
    }

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(IdempotencySchema.SCHEMA);
        bind(IdempotencyStore.class).to(CassandraIdempotencyStore.class).in(Scopes.SINGLETON);
        bind(KeyedSubmissions.class)
                .to(embedded ? SingleNodeKeyedSubmissions.class : ClusterKeyedSubmissions.class)
                .in(Scopes.SINGLETON);
    }
}

package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.connectionlimit.ConnectionLimitStore;
import dev.agentpost.mail.connectionlimit.ConnectionLimits;
import dev.agentpost.mail.connectionlimit.ConnectionSlots;
import dev.agentpost.mail.connectionlimit.SlotStore;
import dev.agentpost.mail.connectionlimit.SlotTimer;
import dev.agentpost.mail.connectionlimit.cassandra.CassandraConnectionLimitStore;
import dev.agentpost.mail.connectionlimit.cassandra.CassandraSlotStore;
import dev.agentpost.mail.connectionlimit.cassandra.ConnectionLimitSchema;
import dev.agentpost.mail.connectionlimit.memory.MemorySlotStore;

/** How many connections an inbox may have. */
public final class ConnectionLimitModule extends AbstractModule {
    private final boolean embedded;

    /** @param embedded true: no other server uses our Cassandra, so this process alone knows all connections */
    public ConnectionLimitModule(boolean embedded) {
        this.embedded = embedded;
    }

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(ConnectionLimitSchema.SCHEMA);
        bind(ConnectionLimitStore.class).to(CassandraConnectionLimitStore.class).in(Scopes.SINGLETON);
        bind(ConnectionLimits.class).in(Scopes.SINGLETON);
        bind(ConnectionSlots.class).in(Scopes.SINGLETON);
        bind(SlotTimer.class).in(Scopes.SINGLETON);
        if (embedded) {
            bind(SlotStore.class).to(MemorySlotStore.class).in(Scopes.SINGLETON);
        } else {
            bind(SlotStore.class).to(CassandraSlotStore.class).in(Scopes.SINGLETON);
        }
    }
}

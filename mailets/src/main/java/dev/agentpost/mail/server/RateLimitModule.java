package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.ratelimit.SendAllowance;
import dev.agentpost.mail.ratelimit.SendAllowanceTimer;
import dev.agentpost.mail.ratelimit.SendLedgerStore;
import dev.agentpost.mail.ratelimit.SendLimitDefaults;
import dev.agentpost.mail.ratelimit.SendLimitStore;
import dev.agentpost.mail.ratelimit.SendLimits;
import dev.agentpost.mail.ratelimit.cassandra.CassandraSendLedgerStore;
import dev.agentpost.mail.ratelimit.cassandra.CassandraSendLimitStore;
import dev.agentpost.mail.ratelimit.cassandra.RateLimitSchema;
import dev.agentpost.mail.ratelimit.file.LocalNotesLedgerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** To how many recipients a key, an inbox and an organization may send. */
public final class RateLimitModule extends AbstractModule {
    private final SendLimitDefaults defaults;
    private final Optional<Path> ownNotes;

    /** @param ownNotes a file, when no other server uses our Cassandra */
    public RateLimitModule(SendLimitDefaults defaults, Optional<Path> ownNotes) {
        this.defaults = defaults;
        this.ownNotes = ownNotes;
    }

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(RateLimitSchema.SCHEMA);
        bind(SendLimitDefaults.class).toInstance(defaults);
        bind(SendLimitStore.class).to(CassandraSendLimitStore.class).in(Scopes.SINGLETON);
        bind(SendLimits.class).in(Scopes.SINGLETON);
        bind(SendAllowance.class).in(Scopes.SINGLETON);
        bind(SendAllowanceTimer.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    SendLedgerStore ledgers(CassandraSendLedgerStore shared, Clock clock) throws IOException {
        return ownNotes.isPresent() ? LocalNotesLedgerStore.open(shared, ownNotes.get(), clock) : shared;
    }
}

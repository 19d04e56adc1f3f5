package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.agentpost.mail.admin.DeletionUpkeep;
import dev.agentpost.mail.admin.InboxSenders;
import dev.agentpost.mail.admin.MailboxBelongings;
import dev.agentpost.mail.apikey.ApiKeyBelongings;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.connectionlimit.ConnectionLimitBelongings;
import dev.agentpost.mail.deletion.Belongings;
import dev.agentpost.mail.deletion.DeletionStore;
import dev.agentpost.mail.deletion.UnfinishedDeletions;
import dev.agentpost.mail.deletion.cassandra.CassandraDeletionStore;
import dev.agentpost.mail.deletion.cassandra.DeletionSchema;
import dev.agentpost.mail.domain.DomainBelongings;
import dev.agentpost.mail.filterrule.FilterRuleBelongings;
import dev.agentpost.mail.mailboxstore.PeriodicWork;
import dev.agentpost.mail.outbound.Senders;
import dev.agentpost.mail.ratelimit.SendLimitBelongings;
import dev.agentpost.mail.suppression.SuppressionBelongings;

/** What goes with inboxes and organizations, and that it goes whatever happens meanwhile. */
final class DeletionModule extends AbstractModule {
    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(DeletionSchema.SCHEMA);
        bind(DeletionStore.class).to(CassandraDeletionStore.class).in(Scopes.SINGLETON);
        bind(UnfinishedDeletions.class).in(Scopes.SINGLETON);
        bind(DeletionUpkeep.class).in(Scopes.SINGLETON);
        bind(Senders.class).to(InboxSenders.class).in(Scopes.SINGLETON);
        Multibinder<Belongings> belongings = Multibinder.newSetBinder(binder(), Belongings.class);
        belongings.addBinding().to(ApiKeyBelongings.class);
        belongings.addBinding().to(MailboxBelongings.class);
        belongings.addBinding().to(FilterRuleBelongings.class);
        belongings.addBinding().to(SendLimitBelongings.class);
        belongings.addBinding().to(ConnectionLimitBelongings.class);
        belongings.addBinding().to(SuppressionBelongings.class);
        belongings.addBinding().to(DomainBelongings.class);
    }

    @ProvidesIntoSet
    PeriodicWork upkeep(DeletionUpkeep deletions) {
        return deletions.asUpkeep();
    }
}

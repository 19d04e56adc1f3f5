package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.delivery.DeliveryLedger;
import dev.agentpost.mail.delivery.LedgerCopies;
import dev.agentpost.mail.delivery.MailCopies;
import dev.agentpost.mail.delivery.cassandra.CassandraDeliveryLedger;
import dev.agentpost.mail.delivery.cassandra.DeliverySchema;
import dev.agentpost.mail.delivery.james.JamesFolder;
import dev.agentpost.mail.folder.james.JamesInboxMailboxes;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.inbox.InboxStore;
import java.time.Clock;

/** The way of an accepted mail into folders of James's own store. */
public final class LedgerDeliveryModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(InboxMailboxes.class).to(JamesInboxMailboxes.class).in(Scopes.SINGLETON);
        bind(DeliveryLedger.class).to(CassandraDeliveryLedger.class).in(Scopes.SINGLETON);
        bind(LedgerCopies.Folder.class).to(JamesFolder.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(DeliverySchema.SCHEMA);
    }

    @Provides
    @Singleton
    MailCopies copies(DeliveryLedger ledger, LedgerCopies.Folder folder, InboxStore inboxes, Clock clock) {
        return new LedgerCopies(ledger, folder, inboxes, clock);
    }
}

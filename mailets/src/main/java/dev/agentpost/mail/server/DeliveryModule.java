package dev.agentpost.mail.server;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import dev.agentpost.mail.delivery.Arrivals;
import dev.agentpost.mail.delivery.DeliveryDelays;
import dev.agentpost.mail.delivery.FiledCopies;
import dev.agentpost.mail.delivery.InboxFolders;
import dev.agentpost.mail.delivery.MailCopies;
import dev.agentpost.mail.delivery.SentClaims;
import dev.agentpost.mail.delivery.james.EventBusArrivals;
import dev.agentpost.mail.folder.james.JamesInboxMailboxes;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.mailboxstore.CopyClaims;
import org.mpierce.metrics.reservoir.hdrhistogram.HdrHistogramReservoir;

/** The way of an accepted mail into the folders of inboxes. */
public final class DeliveryModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(InboxMailboxes.class).to(JamesInboxMailboxes.class).in(Scopes.SINGLETON);
        bind(InboxFolders.class).in(Scopes.SINGLETON);
        bind(Arrivals.class).to(EventBusArrivals.class).in(Scopes.SINGLETON);
        bind(CopyClaims.class).toInstance(new SentClaims());
        bind(MailCopies.class).to(FiledCopies.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    DeliveryDelays delays(MetricRegistry metrics) {
        Timer timer = metrics.timer("delivery", () -> new Timer(new HdrHistogramReservoir()));
        return timer::update;
    }

    /** True when a read at the session's consistency succeeds. */
    static boolean answers(CqlSession session) {
        try {
            session.execute(SimpleStatement.newInstance("SELECT version FROM schema_version LIMIT 1"));
            return true;
        } catch (DriverException e) {
            return false;
        }
    }
}

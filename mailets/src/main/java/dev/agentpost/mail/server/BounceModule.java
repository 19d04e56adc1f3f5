package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.agentpost.mail.bounce.Bounces;
import dev.agentpost.mail.delivery.MailCopies;
import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.outbound.DeliveryListener;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.Senders;
import dev.agentpost.mail.server.configuration.PublicSettings;
import dev.agentpost.mail.suppression.Suppressions;
import java.time.Clock;

/** What becomes of mail that failed. */
final class BounceModule extends AbstractModule {
    private final PublicSettings names;

    BounceModule(PublicSettings names) {
        this.names = names;
    }

    @Provides
    @Singleton
    DeliveryListener bounces(
            OutboxStore outbox,
            OrganizationStore organizations,
            Suppressions suppressions,
            MailCopies copies,
            Senders senders,
            Clock clock) {
        return new Bounces(
                outbox,
                organizations,
                suppressions,
                copies,
                senders,
                new Bounces.ReportOrigin(names.host(), names.sharedDomain()),
                clock);
    }
}

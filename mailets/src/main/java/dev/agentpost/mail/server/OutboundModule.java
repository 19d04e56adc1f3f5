package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.outbound.Deliveries;
import dev.agentpost.mail.outbound.DeliveryEngine;
import dev.agentpost.mail.outbound.DeliveryEngine.Concurrency;
import dev.agentpost.mail.outbound.DeliveryListener;
import dev.agentpost.mail.outbound.DeliveryMetrics;
import dev.agentpost.mail.outbound.DeliveryTimer;
import dev.agentpost.mail.outbound.Destinations;
import dev.agentpost.mail.outbound.MessageSigner;
import dev.agentpost.mail.outbound.OutboundGauges;
import dev.agentpost.mail.outbound.Outbox;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.SenderCheck;
import dev.agentpost.mail.outbound.Senders;
import dev.agentpost.mail.outbound.cassandra.CassandraOutboxStore;
import dev.agentpost.mail.outbound.cassandra.OutboxSchema;
import dev.agentpost.mail.outbound.smtp.SmtpConfiguration;
import dev.agentpost.mail.outbound.smtp.SmtpCourier;
import dev.agentpost.mail.outbound.smtp.SmtpTimeouts;
import dev.agentpost.mail.outbound.webadmin.DeliveryRoutes;
import dev.agentpost.mail.server.configuration.OutboundMode;
import dev.agentpost.mail.server.configuration.OutboundName;
import dev.agentpost.mail.server.configuration.OutboundSettings;
import java.time.Clock;
import java.util.Optional;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.apache.james.webadmin.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail for addresses elsewhere. */
final class OutboundModule extends AbstractModule {
    private static final Logger LOGGER = LoggerFactory.getLogger(OutboundModule.class);

    private final OutboundSettings settings;
    private final String publicHost;

    OutboundModule(OutboundSettings settings, String publicHost) {
        this.settings = settings;
        this.publicHost = publicHost;
    }

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), TableSchema.class).addBinding().toInstance(OutboxSchema.SCHEMA);
        bind(OutboxStore.class).to(CassandraOutboxStore.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), Routes.class).addBinding().to(DeliveryRoutes.class);
    }

    @Provides
    @Singleton
    SmtpConfiguration smtp() {
        return new SmtpConfiguration(
                publicHost,
                settings.port(),
                settings.targets(),
                settings.smarthost().map(SmarthostAccess::smarthost),
                SmarthostAccess.context(settings.smarthost()),
                SmtpTimeouts.DEFAULT);
    }

    @Provides
    @Singleton
    DeliveryEngine engine(
            OutboxStore store,
            SmtpConfiguration smtp,
            DnsResolver dns,
            DeliveryListener listener,
            Senders senders,
            MetricFactory metrics,
            Clock clock) {
        Concurrency concurrency =
                new Concurrency(settings.connections(), Concurrency.DEFAULT.total(), Concurrency.DEFAULT.waiting());
        return new DeliveryEngine(
                store,
                () -> new SenderCheck(new SmtpCourier(smtp, dns), senders),
                settings.retries(),
                listener,
                new DeliveryMetrics(metrics),
                concurrency,
                clock);
    }

    @Provides
    @Singleton
    Outbox outbox(OutboxStore store, MessageSigner signer, DeliveryEngine engine, Clock clock) {
        Destinations destinations =
                settings.mode() == OutboundMode.SMARTHOST ? Destinations.SMARTHOST : Destinations.BY_DOMAIN;
        return new Outbox(store, destinations, settings.retries(), signer, engine::wakeUp, clock);
    }

    /** Built at the start of the server, which says what is wrong. */
    @ProvidesIntoSet
    HealthCheck nameCheck() {
        Optional<String> warning = OutboundName.warning(settings.mode(), publicHost);
        warning.ifPresent(LOGGER::warn);
        return new OutboundNameCheck(warning);
    }

    /** In the mode sink nothing is sent, not even what was accepted in another. */
    @Provides
    @Singleton
    Deliveries deliveries(OutboxStore store, DeliveryEngine engine, Clock clock) {
        return new Deliveries(store, settings.mode() == OutboundMode.SINK ? due -> {} : engine::wakeUp, clock);
    }

    @ProvidesIntoSet
    InitializationOperation measure(OutboundGauges gauges) {
        return InitilizationOperationBuilder.forClass(OutboundGauges.class).init(gauges::register);
    }

    @Provides
    @Singleton
    DeliveryTimer timer(DeliveryEngine engine) {
        return new DeliveryTimer(engine);
    }
}

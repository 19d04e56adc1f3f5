package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.agentpost.mail.credentialexport.http.CredentialExportRoutes;
import dev.agentpost.mail.health.Readiness;
import dev.agentpost.mail.health.ReadinessProbe;
import dev.agentpost.mail.health.StoreProbe;
import dev.agentpost.mail.health.http.HealthRoutes;
import dev.agentpost.mail.health.http.MetricsRoutes;
import dev.agentpost.mail.health.james.ListenersProbe;
import dev.agentpost.mail.health.james.QueueProbe;
import dev.agentpost.mail.http.Dispatcher;
import dev.agentpost.mail.http.HttpLimits;
import dev.agentpost.mail.http.HttpMetrics;
import dev.agentpost.mail.http.HttpRoutes;
import dev.agentpost.mail.http.OpenApiRoutes;
import dev.agentpost.mail.http.RouteTable;
import dev.agentpost.mail.http.netty.HttpListener;
import dev.agentpost.mail.http.netty.HttpTransport;
import dev.agentpost.mail.http.netty.HttpTransport.PemFiles;
import dev.agentpost.mail.keyinfo.http.KeyInfoRoutes;
import dev.agentpost.mail.login.ApiKeyLogin;
import dev.agentpost.mail.queue.activemq.EmbeddedQueueHealthCheck;
import dev.agentpost.mail.server.configuration.ApiTls;
import dev.agentpost.mail.server.configuration.ListenerSettings;
import dev.agentpost.mail.tls.CertificateFiles;
import java.util.Optional;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;

/** The public HTTP listener; any module may add to the set of its routes. */
final class HttpModule extends AbstractModule {
    private final ListenerSettings settings;
    private final CertificateFiles certificate;

    HttpModule(ListenerSettings settings, CertificateFiles certificate) {
        this.settings = settings;
        this.certificate = certificate;
    }

    @Override
    protected void configure() {
        bind(RouteTable.class).in(Scopes.SINGLETON);
        bind(Dispatcher.class).in(Scopes.SINGLETON);
        Multibinder<HttpRoutes> routes = Multibinder.newSetBinder(binder(), HttpRoutes.class);
        routes.addBinding().to(HealthRoutes.class);
        routes.addBinding().to(MetricsRoutes.class);
        routes.addBinding().to(KeyInfoRoutes.class);
        routes.addBinding().to(CredentialExportRoutes.class);
        routes.addBinding().to(OpenApiRoutes.class);
        bind(ApiKeyLogin.class).in(Scopes.SINGLETON);
        bind(Readiness.class).in(Scopes.SINGLETON);
        Multibinder<ReadinessProbe> probes = Multibinder.newSetBinder(binder(), ReadinessProbe.class);
        probes.addBinding().to(StoreProbe.class);
        probes.addBinding().to(ListenersProbe.class);
    }

    @ProvidesIntoSet
    ReadinessProbe queueProbe(EmbeddedQueueHealthCheck queue) {
        return new QueueProbe(queue);
    }

    @Provides
    @Singleton
    HttpListener listener(Dispatcher dispatcher, MetricFactory metrics, GaugeRegistry gauges) {
        Optional<PemFiles> files = settings.apiTls() == ApiTls.TRUE
                ? Optional.of(new PemFiles(certificate.certificate(), certificate.privateKey()))
                : Optional.empty();
        HttpTransport transport =
                new HttpTransport(settings.bindAddress(), settings.apiPort(), files, settings.apiTls() == ApiTls.PROXY);
        return new HttpListener(transport, HttpLimits.DEFAULT, dispatcher, new HttpMetrics(metrics, gauges));
    }
}

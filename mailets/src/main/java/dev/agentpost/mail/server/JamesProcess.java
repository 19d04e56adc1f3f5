package dev.agentpost.mail.server;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import dev.agentpost.mail.admin.AdminToken;
import dev.agentpost.mail.audit.BufferedAuditTrail;
import dev.agentpost.mail.connectionlimit.SlotTimer;
import dev.agentpost.mail.core.netty.PoliteListener;
import dev.agentpost.mail.http.netty.HttpListener;
import dev.agentpost.mail.login.SessionGuardTimer;
import dev.agentpost.mail.mailboxstore.StoreUpkeep;
import dev.agentpost.mail.outbound.DeliveryTimer;
import dev.agentpost.mail.ratelimit.SendAllowanceTimer;
import dev.agentpost.mail.server.configuration.OutboundMode;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.tls.CertificateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.PreDestroy;
import org.apache.james.IsStartedProbe;
import org.apache.james.StartUpChecksPerformer;
import org.apache.james.onami.lifecycle.Stager;
import org.apache.james.protocols.lib.netty.CertificateReloadable;
import org.apache.james.utils.InitializationOperations;

/** James, composed of {@link ServerModules}. */
final class JamesProcess implements AutoCloseable {
    /**
     * A message that is being put into the queue has so long, all listeners together; all else has ended by then, IMAP
     * commands after five seconds.
     */
    private static final Duration CONNECTIONS_TO_END = Duration.ofSeconds(7);

    private final Injector injector;
    private boolean listening;

    private JamesProcess(Injector injector) {
        this.injector = injector;
    }

    static JamesProcess start(
            ServerSettings settings,
            Path data,
            Path configuration,
            Storage storage,
            CertificateFiles certificate,
            AdminToken adminToken,
            Consumer<String> progress)
            throws Exception {
        Module modules = ServerModules.of(
                settings, new ServerDirectories(configuration, data), storage, certificate, adminToken);
        JamesProcess james = new JamesProcess(Guice.createInjector(modules));
        try {
            progress.accept("starting the listeners");
            james.initialize(settings.outbound().mode() != OutboundMode.SINK);
        } catch (Exception e) {
            james.close();
            throw e;
        }
        return james;
    }

    private void initialize(boolean sending) throws Exception {
        injector.getInstance(StartUpChecksPerformer.class).performCheck();
        injector.getInstance(BufferedAuditTrail.class).start();
        injector.getInstance(SessionGuardTimer.class).start();
        injector.getInstance(SlotTimer.class).start();
        injector.getInstance(SendAllowanceTimer.class).start();
        injector.getInstance(InitializationOperations.class).initModules();
        listening = true;
        injector.getInstance(HttpListener.class).start();
        injector.getInstance(StoreUpkeep.class).start();
        if (sending) {
            injector.getInstance(DeliveryTimer.class).start();
        }
        injector.getInstance(IsStartedProbe.class).notifyStarted();
    }

    void reloadCertificates() throws Exception {
        for (CertificateReloadable listener : listeners()) {
            listener.reloadSSLCertificate();
        }
        injector.getInstance(HttpListener.class).reloadCertificate();
    }

    private List<CertificateReloadable> listeners() {
        return injector.getInstance(Key.get(new TypeLiteral<Set<CertificateReloadable.Factory>>() {})).stream()
                .<CertificateReloadable>flatMap(CertificateReloadable.Factory::certificatesReloadable)
                .toList();
    }

    private void sayGoodbye() {
        if (!listening) {
            return;
        }
        List<PoliteListener> polite = listeners().stream()
                .filter(PoliteListener.class::isInstance)
                .map(PoliteListener.class::cast)
                .toList();
        polite.forEach(PoliteListener::stopAccepting);
        polite.forEach(PoliteListener::sayGoodbye);
        Instant deadline = Instant.now().plus(CONNECTIONS_TO_END);
        polite.forEach(listener -> listener.awaitEnd(untilThen(deadline)));
    }

    private static Duration untilThen(Instant deadline) {
        Duration left = Duration.between(Instant.now(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public void close() {
        new StopSteps()
                .then("readiness", () -> injector.getInstance(IsStartedProbe.class)
                        .notifyStoped())
                .then("goodbyes", this::sayGoodbye)
                .then("HTTP listener", () -> injector.getInstance(HttpListener.class)
                        .close())
                .then("deliveries", () -> injector.getInstance(DeliveryTimer.class)
                        .close())
                .then("send allowances", () -> injector.getInstance(SendAllowanceTimer.class)
                        .close())
                .then("James", () -> injector.getInstance(Key.get(new TypeLiteral<Stager<PreDestroy>>() {}))
                        .stage())
                .then("sessions", () -> injector.getInstance(SessionGuardTimer.class)
                        .close())
                .then("slots", () -> injector.getInstance(SlotTimer.class).close())
                // after the listeners: what they note last is written
                .then("audit trail", () -> injector.getInstance(BufferedAuditTrail.class)
                        .close())
                .run();
    }
}

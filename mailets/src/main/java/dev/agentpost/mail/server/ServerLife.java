package dev.agentpost.mail.server;

import dev.agentpost.mail.admin.AdminToken;
import dev.agentpost.mail.admin.AdminTokenFile;
import dev.agentpost.mail.logging.LogContext;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.state.RunState;
import dev.agentpost.mail.server.state.RunStateFile;
import dev.agentpost.mail.tls.CertificateRenewal;
import dev.agentpost.mail.tls.ServerCertificate;
import dev.agentpost.mail.tls.UnusableCertificateException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the parts in order: the storage before the listeners that need it. */
final class ServerLife {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerLife.class);

    private final ServerSettings settings;
    private final Path data;
    private final Path configuration;
    private final RunStateFile state;
    private final StartedParts parts = new StartedParts();
    private final CountDownLatch stopped = new CountDownLatch(1);

    ServerLife(ServerSettings settings, Path data, Path configuration, RunStateFile state) {
        this.settings = settings;
        this.data = data;
        this.configuration = configuration;
        this.state = state;
    }

    void start() throws Exception {
        LogContext.followSchedulers();
        ServerCertificate certificate = certificate();
        settings.systemProperties(
                        data,
                        certificate.files().certificate(),
                        certificate.files().privateKey())
                .forEach(System::setProperty);
        AdminToken adminToken = new AdminTokenFile(settings.adminTokenFile(data)).loadOrGenerate(new SecureRandom());
        Storage storage = parts.start(() -> Storage.start(settings, data, configuration, state, this::progress));
        JamesProcess james = parts.start(() -> JamesProcess.start(
                settings, data, configuration, storage, certificate.files(), adminToken, this::progress));
        CertificateRenewal renewal = parts.start(() -> new CertificateRenewal(certificate, james::reloadCertificates));
        renewal.start();
        parts.unlessStopping(() -> {
            state.update(RunState::ready);
            LOGGER.info("ready");
        });
    }

    /** @throws StartFailure when a stop was asked for: whoever waits tells what for, and waits no longer */
    private void progress(String step) {
        parts.requireNotStopping();
        LOGGER.info("{}", step);
        state.update(last -> last.withProgress(step));
    }

    /** Ends everything that was started. May be repeated, and called while the start is under way. */
    void stop() {
        parts.stop(() -> {
            LOGGER.info("stopping");
            state.update(RunState::stopping);
        });
        LOGGER.info("stopped");
        stopped.countDown();
    }

    private ServerCertificate certificate() throws IOException, UnusableCertificateException {
        progress("preparing certificates");
        ServerCertificate certificate = ServerCertificates.from(settings, data, Clock.systemUTC());
        certificate.refresh();
        return certificate;
    }

    void awaitStop() throws InterruptedException {
        stopped.await();
    }
}

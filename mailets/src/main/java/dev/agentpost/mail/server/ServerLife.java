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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the parts in order and stops them in the reverse one: the listeners before the storage that they need.
 *
 * <p>{@link #stop} is called by the shutdown hook, maybe while {@link #start} is under way: it waits for the step.
 */
final class ServerLife {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerLife.class);

    private final ServerSettings settings;
    private final Path data;
    private final Path configuration;
    private final RunStateFile state;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean stopping;

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
        Storage storage = step(() -> Storage.start(settings, data, configuration, state, this::progress));
        JamesProcess james = step(() -> JamesProcess.start(
                settings, data, configuration, storage, certificate.files(), adminToken, this::progress));
        CertificateRenewal renewal = step(() -> new CertificateRenewal(certificate, james::reloadCertificates));
        renewal.start();
        becomeReady();
    }

    /** Starts a part unless a stop was asked for meanwhile; what was started is stopped later. */
    private synchronized <T extends AutoCloseable> T step(Callable<T> start) throws Exception {
        if (stopping) {
            throw new StartFailure("stopped while starting");
        }
        T part = start.call();
        started.push(part);
        return part;
    }

    private synchronized void becomeReady() {
        if (!stopping) {
            state.update(RunState::ready);
            LOGGER.info("ready");
        }
    }

    private void progress(String step) {
        LOGGER.info("{}", step);
        state.update(last -> last.withProgress(step));
    }

    /** Ends everything that was started. May be repeated. */
    synchronized void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        LOGGER.info("stopping");
        state.update(RunState::stopping);
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOGGER.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
            }
        }
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

package dev.agentpost.mail.tls;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the certificate often, and has the listeners load it again when it is another one. */
public final class CertificateRenewal implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(CertificateRenewal.class);
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    /** Makes every listener use what the files hold now; connections under way keep what they have. */
    @FunctionalInterface
    public interface Reload {
        void reload() throws Exception;
    }

    private final ServerCertificate certificate;
    private final Reload reload;
    private final ScheduledExecutorService timer;
    private boolean reloadIsDue;
    private String lastFailure = "";

    public CertificateRenewal(ServerCertificate certificate, Reload reload) {
        this.certificate = certificate;
        this.reload = reload;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "certificate-renewal");
            thread.setDaemon(true);
            return thread;
        });
    }

    public void start() {
        timer.scheduleWithFixedDelay(this::check, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    /** Never throws: what fails is tried again at the next check. */
    synchronized void check() {
        try {
            reloadIsDue |= certificate.refresh();
            if (reloadIsDue) {
                reload.reload();
                reloadIsDue = false;
                LOGGER.info("The listeners use the new certificate");
            }
            lastFailure = "";
        } catch (Exception e) {
            sayOnce(e);
        }
    }

    private void sayOnce(Exception failure) {
        if (!failure.toString().equals(lastFailure)) {
            lastFailure = failure.toString();
            LOGGER.error(
                    "The certificate could not be renewed or loaded, the last one stays in use; tried again each {} seconds",
                    INTERVAL.toSeconds(),
                    failure);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

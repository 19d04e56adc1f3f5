package dev.agentpost.mail.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's own certificate, renewed by other means: a new one in the same files is noticed. Used by one thread at
 * a time.
 */
public final class OperatorCertificate implements ServerCertificate {
    private static final Logger LOGGER = LoggerFactory.getLogger(OperatorCertificate.class);

    private final CertificateFiles files;
    private final Clock clock;
    private Optional<X509Certificate> last = Optional.empty();

    public OperatorCertificate(Path certificate, Path privateKey, Clock clock) {
        this.files = new CertificateFiles(certificate, privateKey, Optional.empty());
        this.clock = clock;
    }

    @Override
    public CertificateFiles files() {
        return files;
    }

    @Override
    public boolean refresh() throws UnusableCertificateException {
        X509Certificate certificate =
                CertifiedKey.read(files.certificate(), files.privateKey()).certificate();
        boolean changed = last.isPresent() && !last.get().equals(certificate);
        if (changed || last.isEmpty()) {
            warnWhenOutOfTime(certificate);
        }
        last = Optional.of(certificate);
        return changed;
    }

    private void warnWhenOutOfTime(X509Certificate certificate) {
        if (clock.instant().isAfter(certificate.getNotAfter().toInstant())) {
            LOGGER.warn(
                    "The certificate in {} ended at {}: clients will refuse it",
                    files.certificate(),
                    certificate.getNotAfter().toInstant());
        }
    }
}

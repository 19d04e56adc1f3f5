package dev.agentpost.mail.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate made here by an authority of its own: {@code ca.pem}, {@code ca.key}, {@code server.pem} and
 * {@code server.key} in one folder. Made anew when it is missing or damaged, when it ends within 30 days, and when its
 * names are no longer those wanted. The authority stays the same for as long as it can, since clients trust it.
 *
 * <p>The server's key outlives its certificates, so that renewing replaces one file, at once. Used by one thread at a
 * time.
 */
public final class OwnCertificate implements ServerCertificate {
    static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);

    private static final Logger LOGGER = LoggerFactory.getLogger(OwnCertificate.class);

    private final Path authorityFile;
    private final Path authorityKeyFile;
    private final Path certificateFile;
    private final Path keyFile;
    private final CertificateNames names;
    private final Clock clock;
    private final CertificateIssuer issuer = new CertificateIssuer();

    public OwnCertificate(Path folder, CertificateNames names, Clock clock) {
        this.authorityFile = folder.resolve("ca.pem");
        this.authorityKeyFile = folder.resolve("ca.key");
        this.certificateFile = folder.resolve("server.pem");
        this.keyFile = folder.resolve("server.key");
        this.names = names;
        this.clock = clock;
    }

    @Override
    public CertificateFiles files() {
        return new CertificateFiles(certificateFile, keyFile, Optional.of(authorityFile));
    }

    @Override
    public boolean refresh() throws IOException {
        Optional<String> reason = reasonToIssue();
        if (reason.isEmpty()) {
            return false;
        }
        try {
            makeFolder();
            CertifiedKey authority = findAuthority().orElse(null);
            if (authority == null) {
                authority = issuer.newAuthority(clock.instant());
                authority.write(authorityFile, authorityKeyFile);
                LOGGER.info("Made a certificate authority: clients must trust {}", authorityFile);
            }
            X509Certificate certificate = issue(authority);
            LOGGER.info(
                    "Made a server certificate ({}) for {} until {}",
                    reason.get(),
                    String.join(", ", names.values()),
                    certificate.getNotAfter().toInstant());
            return true;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a certificate in " + certificateFile.getParent(), e);
        }
    }

    private Optional<String> reasonToIssue() {
        try {
            X509Certificate authority = Pem.readCertificate(authorityFile);
            X509Certificate certificate =
                    CertifiedKey.read(certificateFile, keyFile).certificate();
            if (!names.sameAs(CertificateNames.in(certificate))) {
                return Optional.of("the names changed");
            }
            if (!isGoodForSomeTime(certificate) || !isGoodForSomeTime(authority)) {
                return Optional.of("the last one ends or ended");
            }
            certificate.verify(authority.getPublicKey());
            return Optional.empty();
        } catch (UnusableCertificateException e) {
            return Optional.of(e.getMessage());
        } catch (CertificateParsingException e) {
            return Optional.of("the names of the last one are not readable");
        } catch (GeneralSecurityException e) {
            return Optional.of("the last one is of another authority");
        }
    }

    private Optional<CertifiedKey> findAuthority() {
        try {
            return Optional.of(CertifiedKey.read(authorityFile, authorityKeyFile))
                    .filter(authority -> isGoodForSomeTime(authority.certificate()));
        } catch (UnusableCertificateException e) {
            if (Files.exists(authorityFile)) {
                LOGGER.warn(
                        "The certificate authority is replaced, clients must trust the new one: {}", e.getMessage());
            }
            return Optional.empty();
        }
    }

    private X509Certificate issue(CertifiedKey authority) throws GeneralSecurityException, IOException {
        Optional<CertifiedKey> last = findLast();
        if (last.isPresent()) {
            PublicKey publicKey = last.get().certificate().getPublicKey();
            X509Certificate renewed = issuer.newServerCertificate(authority, publicKey, names, clock.instant());
            Pem.writeCertificate(certificateFile, renewed);
            return renewed;
        }
        KeyPair keys = issuer.newKeyPair();
        PrivateKey privateKey = keys.getPrivate();
        X509Certificate first = issuer.newServerCertificate(authority, keys.getPublic(), names, clock.instant());
        new CertifiedKey(first, privateKey).write(certificateFile, keyFile);
        return first;
    }

    private Optional<CertifiedKey> findLast() {
        try {
            return Optional.of(CertifiedKey.read(certificateFile, keyFile));
        } catch (UnusableCertificateException e) {
            return Optional.empty();
        }
    }

    private boolean isGoodForSomeTime(X509Certificate certificate) {
        Instant now = clock.instant();
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && now.plus(RENEWED_BEFORE_END)
                        .isBefore(certificate.getNotAfter().toInstant());
    }

    /** Open to all, as the authority's certificate is for everyone; the keys are not. */
    private void makeFolder() throws IOException {
        Path folder = certificateFile.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}

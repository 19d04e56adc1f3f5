package dev.agentpost.mail.cli.doctor;

import dev.agentpost.mail.tls.CertificateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The certificate as clients see it. */
final class CertificateChecks {
    private static final String CERTIFICATE = "certificate";
    private static final Duration SOON = Duration.ofDays(14);
    private static final int TIMEOUT_MILLISECONDS = 10_000;

    private final CertificateFiles files;
    private final String publicHost;
    private final Clock clock;

    CertificateChecks(CertificateFiles files, String publicHost, Clock clock) {
        this.files = files;
        this.publicHost = publicHost;
        this.clock = clock;
    }

    /** Of the file. */
    Finding validity() {
        if (files.authority().isPresent() && !Files.exists(files.certificate())) {
            return Finding.ok(CERTIFICATE, "none yet: the first start makes one");
        }
        try {
            X509Certificate certificate =
                    (X509Certificate) certificates(files.certificate()).get(0);
            Instant now = clock.instant();
            Instant begin = certificate.getNotBefore().toInstant();
            Instant end = certificate.getNotAfter().toInstant();
            String message = files.certificate() + " is valid from " + begin + " to " + end;
            if (now.isBefore(begin) || now.isAfter(end)) {
                return Finding.fail(CERTIFICATE, message, "Renew it, or set the clock: it is " + now + " here.");
            }
            return now.plus(SOON).isAfter(end)
                    ? Finding.warn(
                            CERTIFICATE,
                            message,
                            files.authority().isPresent()
                                    ? "A running server renews it by itself: see its log."
                                    : "Renew it soon.")
                    : Finding.ok(CERTIFICATE, message);
        } catch (IOException | GeneralSecurityException | IndexOutOfBoundsException e) {
            return Finding.fail(
                    CERTIFICATE,
                    files.certificate() + " is not readable as a certificate: " + e.getMessage(),
                    "Check TLS_CERTIFICATE, or start the server, which makes its own.");
        }
    }

    /** What a client that knows the authority and types the public name finds at a port. */
    Finding served(String address, int port) {
        String check = "tls " + port;
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, port), TIMEOUT_MILLISECONDS);
            plain.setSoTimeout(TIMEOUT_MILLISECONDS);
            try (SSLSocket socket =
                    (SSLSocket) trusting().getSocketFactory().createSocket(plain, publicHost, port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return Finding.ok(
                        check,
                        "trusted for " + publicHost + " by "
                                + files.authority().map(Path::toString).orElse("what Java trusts") + ", "
                                + socket.getSession().getProtocol());
            }
        } catch (IOException | GeneralSecurityException e) {
            return Finding.fail(
                    check,
                    "clients of " + publicHost + " do not get through: " + e.getMessage(),
                    "Check PUBLIC_HOST, TLS_CERTIFICATE with its chain, and that the port is the server's.");
        }
    }

    /** Our authority, or those of this JDK for a certificate of the operator's. */
    private SSLContext trusting() throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        Optional<Path> authority = files.authority();
        KeyStore trusted = null;
        if (authority.isPresent()) {
            trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "authority", certificates(authority.get()).get(0));
        }
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
    }
}

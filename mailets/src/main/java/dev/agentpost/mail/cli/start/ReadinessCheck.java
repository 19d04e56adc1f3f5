package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.server.configuration.ApiTls;
import dev.agentpost.mail.server.configuration.ListenerSettings;
import dev.agentpost.mail.server.configuration.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Connects to each port as a client does: TLS with the certificate in use where it begins with TLS, then the greeting, or the
 * first line of an answer.
 */
final class ReadinessCheck {
    private static final int TIMEOUT_MILLISECONDS = 10_000;
    private static final String HEALTH_REQUEST =
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private final ListenerSettings listeners;
    private final Path certificateFile;

    ReadinessCheck(ListenerSettings listeners, Path certificateFile) {
        this.listeners = listeners;
        this.certificateFile = certificateFile;
    }

    void check() throws CommandFailure {
        greeting(Setting.SMTPS_PORT, listeners.smtpsPort(), this::secured, "220 ");
        greeting(Setting.IMAPS_PORT, listeners.imapsPort(), this::secured, "* OK ");
        greeting(Setting.MX_PORT, listeners.mxPort(), plain -> plain, "220 ");
        greeting(Setting.API_PORT, listeners.apiPort(), this::asked, "HTTP/1.1 200 ");
    }

    private interface Layer {
        Socket over(Socket plain) throws IOException, GeneralSecurityException;
    }

    private void greeting(Setting name, int port, Layer layer, String expected) throws CommandFailure {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(listeners.connectAddress(), port), TIMEOUT_MILLISECONDS);
            plain.setSoTimeout(TIMEOUT_MILLISECONDS);
            try (Socket socket = layer.over(plain)) {
                String line = firstLine(socket);
                if (line == null || !line.startsWith(expected)) {
                    throw new CommandFailure("the server answers on port " + port + " (" + name + ") with: " + line);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandFailure(
                    "the server does not answer on port " + port + " (" + name + "): " + e.getMessage());
        }
    }

    private SSLSocket secured(Socket plain) throws IOException, GeneralSecurityException {
        SSLSocket socket = (SSLSocket)
                context().getSocketFactory().createSocket(plain, listeners.connectAddress(), plain.getPort(), true);
        socket.startHandshake();
        return socket;
    }

    private Socket asked(Socket plain) throws IOException, GeneralSecurityException {
        Socket socket = listeners.apiTls() == ApiTls.TRUE ? secured(plain) : plain;
        socket.getOutputStream().write(HEALTH_REQUEST.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    /** Trusts the certificate itself, whoever issued it. */
    private SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private Certificate certificate() throws IOException, GeneralSecurityException {
        try (InputStream stream = Files.newInputStream(certificateFile)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(stream);
        }
    }
}

package dev.agentpost.mail.http.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.http.Dispatcher;
import dev.agentpost.mail.http.HttpLimits;
import dev.agentpost.mail.http.HttpMetrics;
import dev.agentpost.mail.http.OpenApiRoutes;
import dev.agentpost.mail.http.RouteTable;
import dev.agentpost.mail.http.netty.HttpTransport.PemFiles;
import dev.agentpost.mail.tls.CertificateFiles;
import dev.agentpost.mail.tls.CertificateNames;
import dev.agentpost.mail.tls.OwnCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import nl.altindag.ssl.SSLFactory;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpListenerTlsTest {
    private static final String REQUEST = "GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    private Path folder;

    private CertificateFiles files;
    private HttpListener listener;

    @BeforeEach
    void setUp() throws Exception {
        files = certificate("used");
        listener = new HttpListener(
                new HttpTransport(
                        "127.0.0.1", 0, Optional.of(new PemFiles(files.certificate(), files.privateKey())), false),
                HttpLimits.DEFAULT,
                new Dispatcher(new RouteTable(Set.of(new OpenApiRoutes()))),
                new HttpMetrics(new RecordingMetricFactory(), new NoopGaugeRegistry()));
        listener.start();
    }

    @AfterEach
    void tearDown() {
        listener.close();
    }

    private CertificateFiles certificate(String name) throws Exception {
        OwnCertificate own = new OwnCertificate(
                folder.resolve(name), CertificateNames.of("localhost", List.of()), Clock.systemUTC());
        own.refresh();
        return own.files();
    }

    private SSLSocket connect() throws IOException {
        SSLSocket socket = (SSLSocket) SSLFactory.builder()
                .withUnsafeTrustMaterial()
                .build()
                .getSslSocketFactory()
                .createSocket("127.0.0.1", listener.port());
        socket.startHandshake();
        return socket;
    }

    private Certificate served() throws IOException {
        try (SSLSocket socket = connect()) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void requestOverTlsShouldBeAnswered() throws IOException {
        try (RawHttp client = RawHttp.over(connect())) {
            assertThat(client.say(REQUEST).answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void malformedRequestOverTlsShouldBe400() throws IOException {
        try (RawHttp client = RawHttp.over(connect())) {
            assertThat(client.say("nonsense\r\n\r\n").rest()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void plainRequestShouldGetNoAnswer() throws IOException {
        try (RawHttp client = RawHttp.open(listener.port())) {
            assertThat(client.say(REQUEST).rest()).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void newCertificateShouldHoldForConnectionsToCome() throws Exception {
        Certificate before = served();
        CertificateFiles other = certificate("other");
        Files.copy(other.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(other.privateKey(), files.privateKey(), StandardCopyOption.REPLACE_EXISTING);

        listener.reloadCertificate();

        assertThat(served()).isNotEqualTo(before);
    }
}

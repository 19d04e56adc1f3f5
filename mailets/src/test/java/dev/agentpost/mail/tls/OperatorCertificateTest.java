package dev.agentpost.mail.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.core.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorCertificateTest {
    private static final CertificateNames NAMES = CertificateNames.of("mail.example.org", List.of());

    @TempDir
    Path parent;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private Path certificate;
    private Path privateKey;
    private OperatorCertificate operator;

    @BeforeEach
    void setUp() throws IOException {
        CertificateFiles files = make("first");
        certificate = files.certificate();
        privateKey = files.privateKey();
        operator = new OperatorCertificate(certificate, privateKey, clock);
    }

    @Test
    void filesShouldBeThoseOfTheOperator() {
        assertThat(operator.files().certificate()).isEqualTo(certificate);
        assertThat(operator.files().privateKey()).isEqualTo(privateKey);
        assertThat(operator.files().authority()).isEmpty();
    }

    @Test
    void unchangedFilesShouldNotBeReported() throws Exception {
        assertThat(operator.refresh()).isFalse();
        assertThat(operator.refresh()).isFalse();
    }

    @Test
    void newCertificateInTheSameFilesShouldBeReportedOnce() throws Exception {
        operator.refresh();
        replaceBy(make("second"));

        assertThat(operator.refresh()).isTrue();
        assertThat(operator.refresh()).isFalse();
    }

    @Test
    void certificateThatEndedShouldStillBeUsed() throws Exception {
        clock.advance(Duration.ofDays(500));

        assertThat(operator.refresh()).isFalse();
    }

    @Test
    void keyOfAnotherCertificateShouldBeRefused() throws Exception {
        Files.copy(make("second").privateKey(), privateKey, StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> operator.refresh())
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessage(
                        "the private key in " + privateKey + " does not belong to the certificate in " + certificate);
    }

    @Test
    void missingCertificateShouldBeRefused() throws IOException {
        Files.delete(certificate);

        assertThatThrownBy(() -> operator.refresh())
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessage("the certificate file " + certificate + " does not exist");
    }

    @Test
    void missingKeyShouldBeRefused() throws IOException {
        Files.delete(privateKey);

        assertThatThrownBy(() -> operator.refresh())
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessage("the private key file " + privateKey + " does not exist");
    }

    @Test
    void fileOfAnotherFormShouldBeRefused() throws IOException {
        Files.writeString(certificate, "hello");

        assertThatThrownBy(() -> operator.refresh())
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessage(certificate + " does not begin with a PEM certificate");
    }

    @Test
    void filesInEachOthersPlaceShouldBeRefused() {
        OperatorCertificate swapped = new OperatorCertificate(privateKey, certificate, clock);

        assertThatThrownBy(swapped::refresh)
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessage(privateKey + " does not begin with a PEM certificate");
    }

    private CertificateFiles make(String name) throws IOException {
        OwnCertificate own = new OwnCertificate(parent.resolve(name), NAMES, clock);
        own.refresh();
        return own.files();
    }

    private void replaceBy(CertificateFiles files) throws IOException {
        Files.copy(files.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(files.privateKey(), privateKey, StandardCopyOption.REPLACE_EXISTING);
    }
}

package dev.agentpost.mail.clientsetup.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.clientsetup.AppleProfile;
import dev.agentpost.mail.clientsetup.MailServers;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.tls.CertificateFiles;
import dev.agentpost.mail.tls.CertificateNames;
import dev.agentpost.mail.tls.OwnCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What openssl and Python say of a signed profile. */
class CmsProfileSignerTest {
    private static final InboxAddress SUPPORT = new InboxAddress("support", "acme.example");
    private static final byte[] PROFILE = new AppleProfile(new MailServers("mail.example.org", 993, 465)).of(SUPPORT);

    @TempDir
    private Path folder;

    private CertificateFiles operators;
    private Path authority;

    @BeforeEach
    void makeCertificate() throws Exception {
        OwnCertificate certificate =
                new OwnCertificate(folder, CertificateNames.of("mail.example.org", List.of()), Clock.systemUTC());
        certificate.refresh();
        authority = certificate.files().authority().orElseThrow();
        operators = new CertificateFiles(
                certificate.files().certificate(), certificate.files().privateKey(), Optional.empty());
    }

    private static String run(int expectedExit, String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isEqualTo(expectedExit);
        return printed;
    }

    private Path write(byte[] signed) throws IOException {
        return Files.write(folder.resolve("signed.mobileconfig"), signed);
    }

    private String verify(int expectedExit, Path signed) throws Exception {
        return run(
                expectedExit,
                "openssl",
                "cms",
                "-verify",
                "-inform",
                "DER",
                "-purpose",
                "any",
                "-CAfile",
                authority.toString(),
                "-in",
                signed.toString(),
                "-out",
                folder.resolve("content").toString());
    }

    @Test
    void opensslShouldVerifyTheSignature() throws Exception {
        verify(0, write(new CmsProfileSigner(operators).sign(PROFILE)));

        assertThat(Files.readAllBytes(folder.resolve("content"))).isEqualTo(PROFILE);
    }

    @Test
    void pythonShouldReadTheSignedPropertyList() throws Exception {
        verify(0, write(new CmsProfileSigner(operators).sign(PROFILE)));

        String printed = run(
                0,
                "python3",
                "-c",
                "import plistlib, sys; p = plistlib.load(open(sys.argv[1], 'rb'));"
                        + " a, = p['PayloadContent']; print(p['PayloadType'], a['PayloadType'], a['EmailAddress'],"
                        + " a['IncomingMailServerPortNumber'], a['OutgoingMailServerUseSSL'])",
                folder.resolve("content").toString());

        assertThat(printed.strip()).isEqualTo("Configuration com.apple.mail.managed support@acme.example 993 True");
    }

    @Test
    void changedProfileShouldNotBeVerified() throws Exception {
        byte[] signed = new CmsProfileSigner(operators).sign(PROFILE);
        String text = new String(signed, StandardCharsets.ISO_8859_1);

        Path changed =
                write(text.replace("mail.example.org", "evil.example.org").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(verify(4, changed)).contains("Verification failure");
    }

    @Test
    void issuersInTheFileShouldBeInTheSignature() throws Exception {
        Files.writeString(operators.certificate(), Files.readString(authority), StandardOpenOption.APPEND);

        Path signed = write(new CmsProfileSigner(operators).sign(PROFILE));

        assertThat(run(0, "openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", signed.toString())
                        .split("d\\.certificate:", -1))
                .hasSize(3);
    }

    @Test
    void certificateThatIsNotThereShouldBeAFailure() throws Exception {
        Files.delete(operators.certificate());

        assertThatThrownBy(() -> new CmsProfileSigner(operators).sign(PROFILE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("server.pem");
    }
}

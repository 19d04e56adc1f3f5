package dev.agentpost.mail.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.core.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final CertificateNames NAMES = CertificateNames.of("mail.example.org", List.of("192.0.2.1"));
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    @TempDir
    Path parent;

    private Path folder;
    private MutableClock clock;
    private OwnCertificate own;

    @BeforeEach
    void setUp() {
        folder = parent.resolve("data folder/tls");
        clock = new MutableClock(NOW);
        own = new OwnCertificate(folder, NAMES, clock);
    }

    @Nested
    class FirstStart {
        @BeforeEach
        void start() throws IOException {
            assertThat(own.refresh()).isTrue();
        }

        @Test
        void certificateShouldBeAcceptedByWhoeverTrustsTheAuthority() {
            assertThatCode(() -> validate(leaf(), authority())).doesNotThrowAnyException();
        }

        @Test
        void certificateShouldNameThePublicHostThisMachineAndTheExtraNames() throws Exception {
            assertThat(CertificateNames.in(leaf()).values())
                    .containsExactlyInAnyOrder("mail.example.org", "localhost", "127.0.0.1", "::1", "192.0.2.1");
        }

        @Test
        void certificateShouldBeValidForAtMost397Days() {
            X509Certificate leaf = leaf();

            Instant start = leaf.getNotBefore().toInstant();
            assertThat(start).isBefore(NOW);
            // Both ends count: RFC 5280 section 4.1.2.5
            assertThat(Duration.between(start, leaf.getNotAfter().toInstant()).plusSeconds(1))
                    .isEqualTo(Duration.ofDays(397));
        }

        @Test
        void certificateShouldBeEcdsaOnP256() {
            ECPublicKey key = (ECPublicKey) leaf().getPublicKey();

            assertThat(key.getParams().getCurve().getField().getFieldSize()).isEqualTo(256);
            assertThat(leaf().getSigAlgName()).isEqualTo("SHA256withECDSA");
        }

        @Test
        void certificateShouldHaveTheExtensionsThatStrictVerifiersAskFor() throws Exception {
            X509Certificate leaf = leaf();

            assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
            assertThat(leaf.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
            assertThat(leaf.getKeyUsage()[0]).as("digitalSignature").isTrue();
            assertThat(leaf.getKeyUsage()[5]).as("keyCertSign").isFalse();
            assertThat(leaf.getNonCriticalExtensionOIDs())
                    .as("subject and authority key identifier, names, purpose")
                    .contains("2.5.29.14", "2.5.29.35", "2.5.29.17", "2.5.29.37");
            assertThat(leaf.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
        }

        @Test
        void authorityShouldBeOneForServerCertificatesOnly() {
            X509Certificate authority = authority();

            assertThat(authority.getBasicConstraints()).isZero();
            assertThat(authority.getKeyUsage()[5]).as("keyCertSign").isTrue();
            assertThat(authority.getNonCriticalExtensionOIDs()).contains("2.5.29.14");
            assertThat(Duration.between(
                            authority.getNotBefore().toInstant(),
                            authority.getNotAfter().toInstant()))
                    .isEqualTo(Duration.ofDays(3_652));
        }

        @ParameterizedTest
        @ValueSource(strings = {"ca.key", "server.key"})
        void keysShouldBeReadableByTheirOwnerOnly(String file) throws IOException {
            assertThat(permissions(file)).isEqualTo("rw-------");
            assertThat(folder.resolve(file)).content().startsWith("-----BEGIN PRIVATE KEY-----");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ca.pem", "server.pem"})
        void certificatesShouldBeReadableByAll(String file) throws IOException {
            assertThat(permissions(file)).isEqualTo("rw-r--r--");
            assertThat(permissions("")).isEqualTo("rwxr-xr-x");
        }

        @Test
        void twoServersShouldHaveAuthoritiesOfDifferentNames() throws IOException {
            OwnCertificate other = new OwnCertificate(parent.resolve("other"), NAMES, clock);
            other.refresh();

            assertThat(read(other.files().authority().orElseThrow()).getSubjectX500Principal())
                    .isNotEqualTo(authority().getSubjectX500Principal());
        }
    }

    @Nested
    class LaterStart {
        private X509Certificate firstLeaf;
        private X509Certificate firstAuthority;

        @BeforeEach
        void start() throws IOException {
            own.refresh();
            firstLeaf = leaf();
            firstAuthority = authority();
        }

        @Test
        void nothingShouldChangeWhileTheCertificateIsGood() throws IOException {
            clock.advance(Duration.ofDays(366));

            assertThat(own.refresh()).isFalse();
            assertThat(leaf()).isEqualTo(firstLeaf);
        }

        @Test
        void certificateShouldBeRenewedWhenLessThan30DaysRemain() throws Exception {
            clock.advance(Duration.ofDays(367));

            assertThat(own.refresh()).isTrue();
            assertThat(leaf().getNotAfter().toInstant()).isAfter(clock.instant().plus(Duration.ofDays(390)));
            assertThat(authority()).isEqualTo(firstAuthority);
            validate(leaf(), firstAuthority);
        }

        @Test
        void renewalShouldKeepTheKey() throws IOException {
            clock.advance(Duration.ofDays(380));

            own.refresh();

            assertThat(leaf().getPublicKey()).isEqualTo(firstLeaf.getPublicKey());
        }

        @Test
        void certificateShouldBeMadeAnewWhenTheNamesChanged() throws Exception {
            OwnCertificate renamed =
                    new OwnCertificate(folder, CertificateNames.of("other.example.org", List.of()), clock);

            assertThat(renamed.refresh()).isTrue();
            assertThat(CertificateNames.in(leaf()).values())
                    .containsExactlyInAnyOrder("other.example.org", "localhost", "127.0.0.1", "::1");
            validate(leaf(), firstAuthority);
        }

        @Test
        void spellingOfTheNamesShouldNotMatter() throws IOException {
            OwnCertificate same = new OwnCertificate(
                    folder, CertificateNames.of("MAIL.example.org", List.of("192.0.2.1", "0:0::1")), clock);

            assertThat(same.refresh()).isFalse();
        }

        @Test
        void certificateShouldNotOutliveItsAuthority() throws IOException {
            clock.advance(Duration.ofDays(3_600));

            own.refresh();

            assertThat(authority()).isEqualTo(firstAuthority);
            assertThat(leaf().getNotAfter()).isEqualTo(firstAuthority.getNotAfter());
        }

        @Test
        void authorityShouldBeReplacedBeforeItEnds() throws Exception {
            clock.advance(Duration.ofDays(3_640));

            assertThat(own.refresh()).isTrue();
            assertThat(authority()).isNotEqualTo(firstAuthority);
            validate(leaf(), authority());
        }

        @ParameterizedTest
        @ValueSource(strings = {"server.pem", "server.key"})
        void damageToTheServersFilesShouldBeRepairedUnderTheSameAuthority(String file) throws Exception {
            Files.writeString(folder.resolve(file), "damaged");

            assertThat(own.refresh()).isTrue();
            validate(leaf(), firstAuthority);
            assertThat(own.refresh()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"server.pem", "server.key", "ca.pem"})
        void lossOfAFileShouldBeRepaired(String file) throws Exception {
            Files.delete(folder.resolve(file));

            assertThat(own.refresh()).isTrue();
            validate(leaf(), authority());
            assertThat(own.refresh()).isFalse();
        }

        @Test
        void goodCertificateShouldOutliveTheLossOfTheAuthoritysKey() throws IOException {
            Files.delete(folder.resolve("ca.key"));

            assertThat(own.refresh()).isFalse();
        }

        @Test
        void keyOfAnotherCertificateShouldBeReplaced() throws Exception {
            OwnCertificate other = new OwnCertificate(parent.resolve("other"), NAMES, clock);
            other.refresh();
            Files.copy(other.files().privateKey(), folder.resolve("server.key"), StandardCopyOption.REPLACE_EXISTING);

            assertThat(own.refresh()).isTrue();
            validate(leaf(), firstAuthority);
        }
    }

    @Test
    void certificateShouldNotBeAcceptedByWhoeverTrustsAnotherAuthority() throws IOException {
        own.refresh();
        OwnCertificate other = new OwnCertificate(parent.resolve("other"), NAMES, clock);
        other.refresh();

        assertThatThrownBy(() -> validate(leaf(), read(other.files().authority().orElseThrow())))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void hostNameTooLongForACommonNameShouldWork() throws Exception {
        String longName = "a".repeat(60) + ".example.org";
        OwnCertificate certificate = new OwnCertificate(folder, CertificateNames.of(longName, List.of()), clock);

        certificate.refresh();

        assertThat(CertificateNames.in(leaf()).values()).contains(longName);
    }

    private X509Certificate leaf() {
        return read(folder.resolve("server.pem"));
    }

    private X509Certificate authority() {
        return read(folder.resolve("ca.pem"));
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }

    private static X509Certificate read(Path file) {
        try (var stream = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void validate(X509Certificate leaf, X509Certificate authority) throws Exception {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(clock.instant()));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }
}

package dev.agentpost.mail.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes ECDSA P-256 certificates in the profile of RFC 5280 that strict verifiers, such as Python's, ask for. */
final class CertificateIssuer {
    static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3_652);
    /** From its first to its last second; verifiers take at most 398 days. */
    static final Duration SERVER_LIFETIME = Duration.ofDays(397);

    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final int SERIAL_BITS = 159;
    // X.520 upper bound ub-common-name
    private static final int MAX_COMMON_NAME_LENGTH = 64;
    private static final String SIGNATURE = "SHA256withECDSA";

    private final SecureRandom random = new SecureRandom();

    KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /** The name has random digits: verifiers that trust several authorities look them up by name. */
    CertifiedKey newAuthority(Instant now) throws GeneralSecurityException, IOException {
        KeyPair keys = newKeyPair();
        byte[] digits = new byte[4];
        random.nextBytes(digits);
        X500Principal name = new X500Principal(
                "O=AgentPost Mail,CN=AgentPost Mail CA " + HexFormat.of().formatHex(digits));
        Instant notBefore = notBefore(now);
        JcaX509v3CertificateBuilder builder =
                builder(name, notBefore, notBefore.plus(AUTHORITY_LIFETIME), name, keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return new CertifiedKey(sign(builder, keys.getPrivate()), keys.getPrivate());
    }

    /** Never valid for longer than its authority. */
    X509Certificate newServerCertificate(
            CertifiedKey authority, PublicKey publicKey, CertificateNames names, Instant now)
            throws GeneralSecurityException, IOException {
        Instant notBefore = notBefore(now);
        Instant authorityEnd = authority.certificate().getNotAfter().toInstant();
        // The last second counts as valid (RFC 5280 section 4.1.2.5)
        Instant end = notBefore.plus(SERVER_LIFETIME).minusSeconds(1);
        JcaX509v3CertificateBuilder builder = builder(
                authority.certificate().getSubjectX500Principal(),
                notBefore,
                end.isBefore(authorityEnd) ? end : authorityEnd,
                new X500Principal("CN=" + commonName(names)),
                publicKey);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils()
                        .createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
        builder.addExtension(Extension.subjectAlternativeName, false, names.toGeneralNames());
        return sign(builder, authority.privateKey());
    }

    private JcaX509v3CertificateBuilder builder(
            X500Principal issuer, Instant notBefore, Instant notAfter, X500Principal subject, PublicKey publicKey)
            throws GeneralSecurityException, IOException {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                Date.from(notBefore),
                Date.from(notAfter),
                subject,
                publicKey);
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(publicKey));
        return builder;
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static Instant notBefore(Instant now) {
        return now.minus(CLOCK_SKEW).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String commonName(CertificateNames names) {
        return names.first().length() <= MAX_COMMON_NAME_LENGTH ? names.first() : "AgentPost Mail";
    }
}

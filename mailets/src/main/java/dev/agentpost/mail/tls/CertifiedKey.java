package dev.agentpost.mail.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/** A certificate and the private key that belongs to it. */
record CertifiedKey(X509Certificate certificate, PrivateKey privateKey) {

    /** @throws UnusableCertificateException when a file is missing, unreadable or of another form, or they do not match */
    static CertifiedKey read(Path certificateFile, Path privateKeyFile) throws UnusableCertificateException {
        X509Certificate certificate = Pem.readCertificate(certificateFile);
        PrivateKey privateKey = Pem.readPrivateKey(privateKeyFile);
        if (!matches(certificate, privateKey)) {
            throw new UnusableCertificateException("the private key in " + privateKeyFile
                    + " does not belong to the certificate in " + certificateFile);
        }
        return new CertifiedKey(certificate, privateKey);
    }

    void write(Path certificateFile, Path privateKeyFile) throws IOException {
        Pem.writePrivateKey(privateKeyFile, privateKey);
        Pem.writeCertificate(certificateFile, certificate);
    }

    boolean issued(X509Certificate other) {
        try {
            other.verify(certificate.getPublicKey());
            return other.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** By signing: a private key need not come with its public half. */
    private static boolean matches(X509Certificate certificate, PrivateKey privateKey) {
        try {
            byte[] text = certificate.getSerialNumber().toByteArray();
            Signature signature = Signature.getInstance(algorithm(privateKey));
            signature.initSign(privateKey);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static String algorithm(PrivateKey privateKey) {
        return switch (privateKey.getAlgorithm()) {
            // BouncyCastle, where it is the provider, has the second name for the first
            case "EC", "ECDSA" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> privateKey.getAlgorithm();
        };
    }
}

package dev.agentpost.mail.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a document is signed with.
 *
 * @param chain the certificate of the server, then those of its issuers as far as the file has them
 */
public record SigningIdentity(List<X509Certificate> chain, PrivateKey privateKey) {
    public SigningIdentity {
        chain = List.copyOf(chain);
    }

    /** @throws UnusableCertificateException when a file is missing, unreadable or of another form, or they do not match */
    public static SigningIdentity read(CertificateFiles files) throws UnusableCertificateException {
        CertifiedKey key = CertifiedKey.read(files.certificate(), files.privateKey());
        return new SigningIdentity(Pem.readCertificates(files.certificate()), key.privateKey());
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** As the Java security providers name it. */
    public String algorithm() {
        return CertifiedKey.algorithm(privateKey);
    }
}

package dev.agentpost.mail.tls;

import dev.agentpost.mail.core.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Files in the format of RFC 7468. */
final class Pem {
    private Pem() {}

    /** The first certificate of a file. */
    static X509Certificate readCertificate(Path file) throws UnusableCertificateException {
        if (read(file, "certificate") instanceof X509CertificateHolder holder) {
            try {
                return new JcaX509CertificateConverter().getCertificate(holder);
            } catch (CertificateException e) {
                throw new UnusableCertificateException("the certificate in " + file + " is not valid", e);
            }
        }
        throw new UnusableCertificateException(file + " does not begin with a PEM certificate");
    }

    /** All certificates of a file, in its order; at least one. */
    static List<X509Certificate> readCertificates(Path file) throws UnusableCertificateException {
        try (InputStream content = Files.newInputStream(file)) {
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(content)) {
                certificates.add((X509Certificate) certificate);
            }
            if (certificates.isEmpty()) {
                throw new UnusableCertificateException(file + " holds no PEM certificate");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new UnusableCertificateException("a certificate in " + file + " is not valid", e);
        } catch (IOException e) {
            throw new UnusableCertificateException("the certificate file " + file + " is not readable", e);
        }
    }

    static PrivateKey readPrivateKey(Path file) throws UnusableCertificateException {
        Object content = read(file, "private key");
        try {
            if (content instanceof PrivateKeyInfo key) {
                return new JcaPEMKeyConverter().getPrivateKey(key);
            }
            if (content instanceof PEMKeyPair pair) {
                return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
            }
        } catch (IOException e) {
            throw new UnusableCertificateException("the private key in " + file + " is not of a known kind", e);
        }
        throw new UnusableCertificateException(file + " does not begin with an unencrypted PEM private key");
    }

    static void writeCertificate(Path file, X509Certificate certificate) throws IOException {
        try {
            AtomicFile.write(file, text("CERTIFICATE", certificate.getEncoded()));
        } catch (CertificateException e) {
            throw new IOException(e);
        }
    }

    /** As PKCS #8, readable by its owner only. */
    static void writePrivateKey(Path file, PrivateKey privateKey) throws IOException {
        AtomicFile.writeSecret(file, text("PRIVATE KEY", privateKey.getEncoded()));
    }

    private static Object read(Path file, String what) throws UnusableCertificateException {
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            return skipParameters(parser);
        } catch (NoSuchFileException e) {
            throw new UnusableCertificateException("the " + what + " file " + file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new UnusableCertificateException(
                    "the " + what + " file " + file + " cannot be read: permission denied", e);
        } catch (IOException e) {
            throw new UnusableCertificateException("the " + what + " file " + file + " is not readable", e);
        }
    }

    /** OpenSSL writes the name of the curve before an EC key. */
    private static Object skipParameters(PEMParser parser) throws IOException {
        Object content = parser.readObject();
        return content instanceof ASN1ObjectIdentifier ? parser.readObject() : content;
    }

    private static String text(String type, byte[] content) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        }
        return text.toString();
    }
}

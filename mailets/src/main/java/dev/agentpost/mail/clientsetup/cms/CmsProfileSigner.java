package dev.agentpost.mail.clientsetup.cms;

import dev.agentpost.mail.clientsetup.ProfileSigner;
import dev.agentpost.mail.tls.CertificateFiles;
import dev.agentpost.mail.tls.SigningIdentity;
import dev.agentpost.mail.tls.UnusableCertificateException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Signs with the certificate of the server, the profile within the signature (RFC 5652 section 5). The files are read
 * each time: a renewed certificate needs no restart. Safe for use by many threads.
 */
public final class CmsProfileSigner implements ProfileSigner {
    private final CertificateFiles files;

    public CmsProfileSigner(CertificateFiles files) {
        this.files = files;
    }

    @Override
    public byte[] sign(byte[] profile) {
        try {
            SigningIdentity identity = SigningIdentity.read(files);
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                    .build(identity.algorithm(), identity.privateKey(), identity.certificate()));
            generator.addCertificates(new JcaCertStore(identity.chain()));
            return generator
                    .generate(new CMSProcessableByteArray(profile), true)
                    .getEncoded();
        } catch (UnusableCertificateException
                | CMSException
                | OperatorCreationException
                | GeneralSecurityException
                | IOException e) {
            throw new IllegalStateException("cannot sign with the certificate in " + files.certificate(), e);
        }
    }
}

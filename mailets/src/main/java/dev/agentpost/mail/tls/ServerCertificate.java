package dev.agentpost.mail.tls;

import java.io.IOException;

/** Where the certificate of the TLS listeners comes from. */
public interface ServerCertificate {
    CertificateFiles files();

    /**
     * Makes sure that the files hold a usable certificate; called at start and then from time to time.
     *
     * @return true when the files hold another certificate than after the last call (at the first call: than before it)
     * @throws UnusableCertificateException when only the operator can help
     */
    boolean refresh() throws IOException, UnusableCertificateException;
}

package dev.agentpost.mail.http.netty;

import dev.agentpost.mail.http.netty.HttpTransport.PemFiles;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import nl.altindag.ssl.util.KeyManagerUtils;
import nl.altindag.ssl.util.PemUtils;

/** The listener's certificate, which can be another one for connections to come. */
final class ListenerTls {
    private final PemFiles files;
    private final X509ExtendedKeyManager keys;

    ListenerTls(PemFiles files) {
        this.files = files;
        this.keys = KeyManagerUtils.createSwappableKeyManager(load(files));
    }

    private static X509ExtendedKeyManager load(PemFiles files) {
        return PemUtils.loadIdentityMaterial(files.certificate(), files.privateKey());
    }

    void reload() {
        KeyManagerUtils.swapKeyManager(keys, load(files));
    }

    SslContext context() {
        try {
            return SslContextBuilder.forServer(keys)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS with the certificate " + files.certificate(), e);
        }
    }
}

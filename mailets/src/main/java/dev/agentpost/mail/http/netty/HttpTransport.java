package dev.agentpost.mail.http.netty;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the listener is reached.
 *
 * @param certificate PEM files; absent: plain
 * @param isBehindProxy what {@code X-Forwarded-For} says of the client's address is believed
 */
public record HttpTransport(String bindAddress, int port, Optional<PemFiles> certificate, boolean isBehindProxy) {

    /** The certificate with its chain, and its key. */
    public record PemFiles(Path certificate, Path privateKey) {}
}

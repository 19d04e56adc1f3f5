package dev.agentpost.mail.server.configuration;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The certificate of the TLS listeners.
 *
 * @param operatorFiles the operator's own; absent: the server makes certificates itself
 * @param extraNames host names and IP addresses that a certificate made here carries besides the public host, localhost,
 *     127.0.0.1 and ::1
 */
public record TlsSettings(Optional<OperatorFiles> operatorFiles, List<String> extraNames) {

    /** PEM files: the certificate followed by its chain, and the private key. */
    public record OperatorFiles(Path certificate, Path privateKey) {}

    public TlsSettings {
        extraNames = List.copyOf(extraNames);
    }

    static TlsSettings from(Environment environment) {
        environment.requireBothOrNone(Setting.TLS_CERTIFICATE, Setting.TLS_PRIVATE_KEY);
        return new TlsSettings(
                environment.path(Setting.TLS_CERTIFICATE).flatMap(certificate -> environment
                        .path(Setting.TLS_PRIVATE_KEY)
                        .map(key -> new OperatorFiles(certificate, key))),
                environment.list(Setting.TLS_SANS, Names::host, Names.HOST_EXPECTED + " for each name between commas"));
    }
}

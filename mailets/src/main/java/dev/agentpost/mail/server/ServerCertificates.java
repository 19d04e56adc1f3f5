package dev.agentpost.mail.server;

import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.tls.CertificateNames;
import dev.agentpost.mail.tls.OperatorCertificate;
import dev.agentpost.mail.tls.OwnCertificate;
import dev.agentpost.mail.tls.ServerCertificate;
import java.nio.file.Path;
import java.time.Clock;

/** Chooses between the operator's certificate and our own. */
public final class ServerCertificates {
    private ServerCertificates() {}

    public static ServerCertificate from(ServerSettings settings, Path dataFolder, Clock clock) {
        return settings.tls()
                .operatorFiles()
                .<ServerCertificate>map(
                        files -> new OperatorCertificate(files.certificate(), files.privateKey(), clock))
                .orElseGet(() -> new OwnCertificate(
                        dataFolder.toAbsolutePath().normalize().resolve("tls"),
                        CertificateNames.of(
                                settings.publicNames().host(), settings.tls().extraNames()),
                        clock));
    }
}

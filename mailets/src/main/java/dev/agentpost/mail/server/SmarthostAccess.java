package dev.agentpost.mail.server;

import dev.agentpost.mail.outbound.smtp.Smarthost;
import dev.agentpost.mail.outbound.smtp.Smarthost.Credentials;
import dev.agentpost.mail.server.configuration.Setting;
import dev.agentpost.mail.server.configuration.SettingFile;
import dev.agentpost.mail.server.configuration.SmarthostSettings;
import dev.agentpost.mail.server.configuration.SmarthostSettings.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads what the settings of the smarthost name. */
final class SmarthostAccess {
    private SmarthostAccess() {}

    static Smarthost smarthost(SmarthostSettings settings) {
        return new Smarthost(
                settings.host(),
                settings.port(),
                settings.implicitTls(),
                settings.username().map(username -> new Credentials(username, password(settings))));
    }

    private static String password(SmarthostSettings settings) {
        return settings.password()
                .map(Secret::value)
                .or(() -> settings.passwordFile()
                        .map(file -> new SettingFile(Setting.SMARTHOST_PASSWORD_FILE, file).secret()))
                .orElseThrow();
    }

    /** Trusts the authority of the settings, or those of the JDK. */
    static SSLContext context(Optional<SmarthostSettings> settings) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            Optional<Path> authority = settings.flatMap(SmarthostSettings::certificateAuthority);
            trust.init(authority.isPresent() ? authorities(authority.get()) : null);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new StartFailure(Setting.SMARTHOST_CA + " cannot be read: " + e, e);
        }
    }

    private static KeyStore authorities(Path file) throws GeneralSecurityException, IOException {
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                authorities.setCertificateEntry("authority-" + authorities.size(), certificate);
            }
        }
        return authorities;
    }
}

package dev.agentpost.mail.server.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The server that takes all mail in the mode {@code smarthost}.
 *
 * @param implicitTls TLS from the first octet
 * @param username with it TLS is required and the certificate verified
 * @param password as it stands in the URL; else it is in the file
 * @param passwordFile holds the password, white space around it ignored
 * @param certificateAuthority PEM file of the authority to trust; absent: those of the JDK
 */
public record SmarthostSettings(
        String host,
        int port,
        boolean implicitTls,
        Optional<String> username,
        Optional<Secret> password,
        Optional<Path> passwordFile,
        Optional<Path> certificateAuthority) {
    private static final String EXPECTED =
            "smtp://host, smtp://user@host:587, smtps://user:password@host:465 or the like is expected";
    private static final int RELAY_PORT = 25;
    private static final int SUBMISSION_PORT = 587;
    private static final int SUBMISSIONS_PORT = 465;

    /** Not to be printed. */
    public record Secret(String value) {
        @Override
        public String toString() {
            return "***";
        }
    }

    static Optional<SmarthostSettings> from(Environment environment) {
        return environment.find(Setting.SMARTHOST_URL).map(url -> {
            try {
                return parse(new URI(url), environment);
            } catch (URISyntaxException | IllegalArgumentException e) {
                // the value may hold a password
                throw new InvalidSettingException(Setting.SMARTHOST_URL + " is not allowed: " + EXPECTED);
            }
        });
    }

    private static SmarthostSettings parse(URI url, Environment environment) {
        boolean implicitTls = "smtps".equals(url.getScheme());
        if (!implicitTls && !"smtp".equals(url.getScheme())
                || url.getHost() == null
                || !url.getPath().replace("/", "").isEmpty()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        Optional<String> login = Optional.ofNullable(url.getUserInfo());
        Optional<String> username = login.map(text -> text.split(":", 2)[0]);
        Optional<Secret> password =
                login.filter(text -> text.contains(":")).map(text -> new Secret(text.split(":", 2)[1]));
        Optional<Path> passwordFile = environment.path(Setting.SMARTHOST_PASSWORD_FILE);
        if (username.isPresent() && password.isPresent() == passwordFile.isPresent()) {
            throw new InvalidSettingException(Setting.SMARTHOST_URL + " names a user: the password stands in it or in "
                    + Setting.SMARTHOST_PASSWORD_FILE + ", and not in both");
        }
        int defaultPort = implicitTls ? SUBMISSIONS_PORT : username.isPresent() ? SUBMISSION_PORT : RELAY_PORT;
        return new SmarthostSettings(
                Names.host(url.getHost().replaceAll("[\\[\\]]", "")),
                url.getPort() < 0 ? defaultPort : url.getPort(),
                implicitTls,
                username,
                password,
                passwordFile,
                environment.path(Setting.SMARTHOST_CA));
    }
}

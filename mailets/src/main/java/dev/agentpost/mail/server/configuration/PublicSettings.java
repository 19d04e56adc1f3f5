package dev.agentpost.mail.server.configuration;

/**
 * What the outside is told.
 *
 * @param host the name or address that clients type in; the certificate carries it
 * @param smtpsPort the port that clients type in: another than the listener's behind a port mapping
 * @param apiPort the port at which clients reach the HTTP listener with TLS: that of the proxy in front of it, or its own
 * @param sharedDomain the operator's domain, on which every organization may have inboxes
 */
public record PublicSettings(String host, int smtpsPort, int imapsPort, int apiPort, String sharedDomain) {
    public static final String PUBLIC_HOST = "PUBLIC_HOST";
    public static final String PUBLIC_SMTPS_PORT = "PUBLIC_SMTPS_PORT";
    public static final String PUBLIC_IMAPS_PORT = "PUBLIC_IMAPS_PORT";
    public static final String PUBLIC_API_PORT = "PUBLIC_API_PORT";
    public static final String SHARED_DOMAIN = "SHARED_DOMAIN";

    private static final int HTTPS = 443;

    static PublicSettings from(Environment environment, ListenerSettings listeners) {
        return new PublicSettings(
                environment
                        .text(PUBLIC_HOST)
                        .map(value -> environment.convert(PUBLIC_HOST, value, Names::host, Names.HOST_EXPECTED))
                        .orElse("localhost"),
                environment.port(PUBLIC_SMTPS_PORT, listeners.smtpsPort()),
                environment.port(PUBLIC_IMAPS_PORT, listeners.imapsPort()),
                environment.port(PUBLIC_API_PORT, listeners.apiTls() == ApiTls.TRUE ? listeners.apiPort() : HTTPS),
                environment
                        .text(SHARED_DOMAIN)
                        .map(value -> environment.convert(SHARED_DOMAIN, value, Names::domain, Names.DOMAIN_EXPECTED))
                        .orElse("shared.localhost"));
    }
}

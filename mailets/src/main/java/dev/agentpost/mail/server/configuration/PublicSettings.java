package dev.agentpost.mail.server.configuration;

/**
 * What the outside is told.
 *
 * @param host the name or address that clients type in; the certificate carries it
 * @param smtpsPort the port that clients type in: another than the listener's behind a port mapping
 * @param sharedDomain the operator's domain, on which every organization may have inboxes
 */
public record PublicSettings(String host, int smtpsPort, int imapsPort, String sharedDomain) {
    public static final String PUBLIC_HOST = "PUBLIC_HOST";
    public static final String PUBLIC_SMTPS_PORT = "PUBLIC_SMTPS_PORT";
    public static final String PUBLIC_IMAPS_PORT = "PUBLIC_IMAPS_PORT";
    public static final String SHARED_DOMAIN = "SHARED_DOMAIN";

    static PublicSettings from(Environment environment, ListenerSettings listeners) {
        return new PublicSettings(
                environment
                        .text(PUBLIC_HOST)
                        .map(value -> environment.convert(PUBLIC_HOST, value, Names::host, Names.HOST_EXPECTED))
                        .orElse("localhost"),
                environment.port(PUBLIC_SMTPS_PORT, listeners.smtpsPort()),
                environment.port(PUBLIC_IMAPS_PORT, listeners.imapsPort()),
                environment
                        .text(SHARED_DOMAIN)
                        .map(value -> environment.convert(SHARED_DOMAIN, value, Names::domain, Names.DOMAIN_EXPECTED))
                        .orElse("shared.localhost"));
    }
}

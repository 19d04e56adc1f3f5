package dev.agentpost.mail.server.configuration;

import com.google.common.net.HostAndPort;

/**
 * What the outside is told.
 *
 * @param host the name or address that clients type in; the certificate carries it
 * @param smtpsPort the port that clients type in: another than the listener's behind a port mapping
 * @param apiPort the port at which clients reach the HTTP listener with TLS: that of the proxy in front of it, or its own
 * @param sharedDomain the operator's domain, on which every organization may have inboxes
 */
public record PublicSettings(String host, int smtpsPort, int imapsPort, int apiPort, String sharedDomain) {
    private static final int HTTPS = 443;

    static PublicSettings from(Environment environment, ListenerSettings listeners) {
        return new PublicSettings(
                environment.get(Setting.PUBLIC_HOST, Names::host, Names.HOST_EXPECTED),
                environment.port(Setting.PUBLIC_SMTPS_PORT, listeners.smtpsPort()),
                environment.port(Setting.PUBLIC_IMAPS_PORT, listeners.imapsPort()),
                environment.port(
                        Setting.PUBLIC_API_PORT, listeners.apiTls() == ApiTls.TRUE ? listeners.apiPort() : HTTPS),
                environment.get(Setting.SHARED_DOMAIN, Names::domain, Names.DOMAIN_EXPECTED));
    }

    /** Where clients reach the HTTP listener with TLS; without a slash at the end. */
    public String apiUrl() {
        return "https://" + (apiPort == HTTPS ? HostAndPort.fromHost(host) : HostAndPort.fromParts(host, apiPort));
    }
}

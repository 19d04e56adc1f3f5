package dev.agentpost.mail.server.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.server.configuration.ListenerSettings;

/** The ports in use; null for a listener that is not configured, or not known yet. */
public record ServerPorts(
        @JsonProperty("smtps") Integer smtps,
        @JsonProperty("imaps") Integer imaps,
        @JsonProperty("mx") Integer mx,
        @JsonProperty("webadmin") Integer webadmin,
        @JsonProperty("api") Integer api,
        @JsonProperty("cassandra") Integer cassandra) {

    public static ServerPorts of(ListenerSettings listeners) {
        return new ServerPorts(
                listeners.smtpsPort(),
                listeners.imapsPort(),
                listeners.mxPort(),
                listeners.webadminPort(),
                listeners.apiPort(),
                null);
    }

    public ServerPorts withCassandra(int port) {
        return new ServerPorts(smtps, imaps, mx, webadmin, api, port);
    }
}

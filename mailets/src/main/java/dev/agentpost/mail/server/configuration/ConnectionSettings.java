package dev.agentpost.mail.server.configuration;

import java.util.Map;

/** What another program needs of the settings of a running server to connect to it. */
public record ConnectionSettings(PublicSettings publicNames, TlsSettings tls) {

    /**
     * Of variables that may belong to others: what is wrong elsewhere among them does not matter here.
     *
     * @throws InvalidSettingException for the first value that is not allowed
     */
    public static ConnectionSettings from(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        return new ConnectionSettings(
                PublicSettings.from(environment, ListenerSettings.from(environment)), TlsSettings.from(environment));
    }
}

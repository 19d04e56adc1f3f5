package dev.agentpost.mail.clientsetup.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.clientsetup.ClientSettings.OfInbox;

/** Settings as JSON; the names are those of the export. */
record ClientSettingsResponse(
        String email,
        @JsonProperty("imap_host") String imapHost,
        @JsonProperty("imap_port") int imapPort,
        @JsonProperty("smtp_host") String smtpHost,
        @JsonProperty("smtp_port") int smtpPort,
        String security,
        String username,
        @JsonProperty("own_authority") boolean ownAuthority,
        String env) {

    private static final String SECURITY = "TLS from the first octet (SSL/TLS)";

    static ClientSettingsResponse of(OfInbox inbox) {
        String host = inbox.servers().host();
        return new ClientSettingsResponse(
                inbox.email(),
                host,
                inbox.servers().imapsPort(),
                host,
                inbox.servers().smtpsPort(),
                SECURITY,
                inbox.email(),
                inbox.ownAuthority(),
                inbox.environment());
    }
}

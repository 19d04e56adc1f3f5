package dev.agentpost.mail.cli.start;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentpost.mail.server.configuration.ApiTls;
import dev.agentpost.mail.server.configuration.PublicSettings;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.state.ServerPorts;
import dev.agentpost.mail.tls.CertificateFiles;
import java.nio.file.Path;

/** How to connect to a server that is ready. */
record ReadyMessage(
        ServerSettings settings, ServerPorts ports, Path folder, CertificateFiles certificate, FirstInbox.Made first) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One line. */
    String toJson() {
        ObjectNode message = JSON.createObjectNode();
        message.put("status", "ready");
        message.put("smtps", ports.smtps());
        message.put("imaps", ports.imaps());
        message.put("mx", ports.mx());
        message.put("webadmin", ports.webadmin());
        message.put("api", ports.api());
        message.put("admin_token_file", settings.adminTokenFile(folder).toString());
        message.put("ca_file", certificate.authority().map(Path::toString).orElse(null));
        message.put("first_inbox", first.email().orElse(null));
        message.put("first_key", first.secret().orElse(null));
        return message.toString();
    }

    String toText() {
        PublicSettings names = settings.publicNames();
        StringBuilder text = new StringBuilder("AgentPost Mail is ready.\n\n");
        line(text, "Incoming (IMAP)", names.host() + ", port " + names.imapsPort() + ", SSL/TLS");
        line(text, "Outgoing (SMTP)", names.host() + ", port " + names.smtpsPort() + ", SSL/TLS");
        line(text, "User name", first.email().orElse("the address of an inbox"));
        line(text, "Password", first.secret().orElse("an API key; agentpost key create makes one"));
        certificate.authority().ifPresent(file -> line(text, "Trust", file + " (certificate authority)"));
        if (first.secret().isPresent()) {
            text.append("\nThe password is an API key. It is shown this once.\n");
        }
        text.append('\n');
        line(
                text,
                "Settings page",
                api() + "/setup" + first.email().map(email -> "?email=" + email).orElse(""));
        line(text, "Outbound mail", outbound());
        line(text, "API", api());
        line(text, "Admin", "http://" + settings.listeners().connectAddress() + ":" + ports.webadmin());
        line(text, "Admin token", settings.adminTokenFile(folder).toString());
        line(text, "Data", folder.toString());
        return text.toString().stripTrailing();
    }

    private String outbound() {
        return switch (settings.outbound().mode()) {
            case SINK -> "sink: mail for other domains is kept, nothing leaves this machine";
            case DIRECT -> "direct: to the servers of the recipients' domains";
            case SMARTHOST ->
                "smarthost: "
                        + settings.outbound()
                                .smarthost()
                                .map(smarthost -> smarthost.host() + ", port " + smarthost.port())
                                .orElseThrow();
        };
    }

    /** Plain, it is on loopback only, where no proxy and no port mapping of a container leads. */
    private String api() {
        return settings.listeners().apiTls() == ApiTls.FALSE
                ? "http://" + settings.listeners().connectAddress() + ":" + ports.api()
                : settings.publicNames().apiUrl();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("  %-16s %s%n", name, value));
    }
}

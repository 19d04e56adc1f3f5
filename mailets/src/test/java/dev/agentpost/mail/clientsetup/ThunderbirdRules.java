package dev.agentpost.mail.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * What Thunderbird demands of a configuration before it makes an account of it, said anew: host names and ports of the
 * right form, the first incoming and outgoing server with a kind of socket and of password that it knows, and a user
 * name. {@code RealThunderbird} of the integration tests asks the program itself.
 */
final class ThunderbirdRules {
    private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)*|[0-9a-fA-F:]+");

    /** An account as it would be made. */
    record Account(List<String> domains, Server incoming, Server outgoing) {}

    record Server(String type, String host, int port, String socket, String authentication, String user) {}

    private ThunderbirdRules() {}

    static Account read(String xml, String email) {
        Element config = Xml.root(xml);
        assertThat(config.getLocalName()).isEqualTo("clientConfig");
        Element provider = Xml.child(config, "emailProvider");
        host(provider.getAttribute("id"));
        List<String> domains = Xml.children(provider, "domain").stream()
                .map(domain -> host(domain.getTextContent()))
                .toList();
        assertThat(domains).isNotEmpty();
        return new Account(
                domains,
                server(Xml.children(provider, "incomingServer").get(0), List.of("imap", "pop3", "nntp"), email),
                server(Xml.children(provider, "outgoingServer").get(0), List.of("smtp"), email));
    }

    private static Server server(Element element, List<String> types, String email) {
        String socket = first(element, "socketType", List.of("plain", "SSL", "STARTTLS"));
        String authentication =
                first(element, "authentication", List.of("password-cleartext", "password-encrypted", "GSSAPI", "NTLM"));
        int port = Integer.parseInt(Xml.text(element, "port"));
        assertThat(port).isBetween(1, 65_535);
        assertThat(element.getAttribute("type")).isIn(types);
        return new Server(
                element.getAttribute("type"),
                host(Xml.text(element, "hostname")),
                port,
                socket,
                authentication,
                filledIn(Xml.text(element, "username"), email));
    }

    private static String first(Element element, String name, List<String> known) {
        return Xml.children(element, name).stream()
                .map(Element::getTextContent)
                .filter(known::contains)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no proper " + name));
    }

    private static String host(String text) {
        assertThat(text).matches(HOST);
        return text;
    }

    private static String filledIn(String text, String email) {
        int at = email.indexOf('@');
        assertThat(text).isNotEmpty();
        return Map.of(
                        "%EMAILADDRESS%", email,
                        "%EMAILLOCALPART%", email.substring(0, at),
                        "%EMAILDOMAIN%", email.substring(at + 1))
                .getOrDefault(text, text);
    }
}

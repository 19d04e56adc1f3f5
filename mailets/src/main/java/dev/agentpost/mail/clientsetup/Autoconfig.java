package dev.agentpost.mail.clientsetup;

import com.google.common.escape.Escaper;
import com.google.common.xml.XmlEscapers;
import dev.agentpost.mail.clientsetup.Template.Markup;
import dev.agentpost.mail.inbox.InboxAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The answer of Mozilla's autoconfiguration, {@code config-v1.1.xml} (draft-ietf-mailmaint-autoconfig): Thunderbird,
 * Evolution, KMail, K-9 and others read it. It is the same for everybody who asks about a domain.
 */
public final class Autoconfig {
    public static final String CONTENT_TYPE = "application/xml; charset=utf-8";

    private static final Escaper XML = XmlEscapers.xmlAttributeEscaper();
    /** Clients put what their user typed in its place. */
    private static final String TYPED_ADDRESS = "%EMAILADDRESS%";

    private static final Template ANSWER = Template.load("autoconfig.xml", XML);

    private final MailServers servers;

    public Autoconfig(MailServers servers) {
        this.servers = servers;
    }

    /** @param domains that the servers are those of, the one that was asked about first; not empty */
    public String of(List<String> domains) {
        return of(domains, TYPED_ADDRESS);
    }

    /** @param user name that the inbox has whatever address was typed */
    public String of(List<String> domains, InboxAddress user) {
        return of(domains, user.asString());
    }

    private String of(List<String> domains, String user) {
        return ANSWER.fill(
                servers,
                Map.of(
                        "domain",
                        domains.get(0),
                        "domains",
                        new Markup(domains.stream()
                                .map(domain -> "    <domain>" + XML.escape(domain) + "</domain>\n")
                                .collect(Collectors.joining())),
                        "user",
                        user));
    }
}

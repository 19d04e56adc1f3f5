package dev.agentpost.mail.clientsetup;

import com.google.common.escape.Escaper;
import com.google.common.hash.Hashing;
import com.google.common.html.HtmlEscapers;
import com.google.common.io.BaseEncoding;
import com.google.common.net.UrlEscapers;
import dev.agentpost.mail.clientsetup.Template.Markup;
import dev.agentpost.mail.inbox.InboxAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One page that tells a person the settings of an inbox. It needs nothing from elsewhere and no script, is never told a
 * key, and is the same for every address of a domain, whether there is such an inbox or not.
 */
public final class SettingsPage {
    public static final String CONTENT_TYPE = "text/html; charset=utf-8";

    private static final Escaper HTML = HtmlEscapers.htmlEscaper();
    private static final String STYLE = Template.read("page/style.css");
    private static final Template PAGE = Template.load("page/page.html", HTML);
    private static final Template SETTINGS = Template.load("page/settings.html", HTML);
    private static final Template GENERAL = Template.load("page/general.html", HTML);
    private static final Template SERVERS = Template.load("page/servers.html", HTML);
    private static final Template NOTICE = Template.load("page/notice.html", HTML);
    private static final Markup OWN_AUTHORITY = new Markup(Template.read("page/own-authority.html"));
    private static final Markup NOTHING = new Markup("");

    private final MailServers servers;
    private final Snippets snippets;
    private final boolean ownAuthority;

    /** @param ownAuthority whether clients must be told to trust the authority of the certificate */
    public SettingsPage(MailServers servers, boolean ownAuthority) {
        this.servers = servers;
        this.snippets = new Snippets(servers);
        this.ownAuthority = ownAuthority;
    }

    /** For the header Content-Security-Policy: nothing but the style of the page and its icon. */
    public static String contentSecurityPolicy() {
        String hash = BaseEncoding.base64()
                .encode(Hashing.sha256()
                        .hashString(STYLE, StandardCharsets.UTF_8)
                        .asBytes());
        return "default-src 'none'; style-src 'sha256-" + hash + "'; img-src data:; form-action 'self';"
                + " base-uri 'none'; frame-ancestors 'none'";
    }

    /** For somebody who has not said an address. */
    public String empty() {
        return page("", NOTHING, general());
    }

    public String settings(InboxAddress address) {
        return page(
                address.asString(),
                NOTHING,
                new Markup(SETTINGS.fill(Map.ofEntries(
                        Map.entry("email", address.asString()),
                        Map.entry("query", UrlEscapers.urlFormParameterEscaper().escape(address.asString())),
                        Map.entry("servers", servers("<code>" + HTML.escape(address.asString()) + "</code>")),
                        Map.entry("env", snippets.environment(address)),
                        Map.entry("pythonSend", snippets.pythonSend(address)),
                        Map.entry("pythonRead", snippets.pythonRead(address)),
                        Map.entry("nodeSend", snippets.nodeSend(address)),
                        Map.entry("nodeRead", snippets.nodeRead(address)),
                        Map.entry("certificate", ownAuthority ? OWN_AUTHORITY : NOTHING)))));
    }

    /** @param typed what was asked for */
    public String notServed(String typed, String domain) {
        return page(typed, notice(domain + " is not a domain of this server."), general());
    }

    /** @param typed what was asked for */
    public String malformed(String typed) {
        return page(
                typed, notice("This is not the address of an inbox, such as support-a1b2c3@example.org."), general());
    }

    /** @param typed what was asked for */
    public String unavailable(String typed) {
        return page(typed, notice("The server cannot answer now. Please try again in a minute."), general());
    }

    private Markup general() {
        return new Markup(GENERAL.fill(Map.of("servers", servers("the inbox address"))));
    }

    /** @param user name, in HTML */
    private Markup servers(String user) {
        return new Markup(SERVERS.fill(servers, Map.of("user", new Markup(user))));
    }

    private static Markup notice(String text) {
        return new Markup(NOTICE.fill(Map.of("text", text)));
    }

    private static String page(String typed, Markup notice, Markup content) {
        return PAGE.fill(Map.of("style", new Markup(STYLE), "typed", typed, "notice", notice, "content", content));
    }
}

package dev.agentpost.mail.clientsetup;

import com.google.common.escape.Escaper;
import com.google.common.escape.Escapers;
import dev.agentpost.mail.inbox.InboxAddress;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Settings and programs for an inbox, complete but for the key. They are what somebody pastes into a file, so the
 * address is written such that it stays a text there, whatever characters it has.
 */
public final class Snippets {
    public static final String KEY_PLACEHOLDER = "<your API key>";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9@._-]+");
    /** Python, JavaScript and dotenv files with double quotes agree in these. */
    private static final Escaper IN_QUOTES =
            Escapers.builder().addEscape('"', "\\\"").addEscape('\\', "\\\\").build();

    private static final Template ENVIRONMENT = template("env.txt", Snippets::environmentValue);
    private static final Template PYTHON_SEND = template("send.py", Snippets::literal);
    private static final Template PYTHON_READ = template("read.py", Snippets::literal);
    private static final Template NODE_SEND = template("send.mjs", Snippets::literal);
    private static final Template NODE_READ = template("read.mjs", Snippets::literal);

    private final MailServers servers;

    public Snippets(MailServers servers) {
        this.servers = servers;
    }

    /** Variables as agents with SMTP_SSL and IMAP read them from an {@code .env} file. */
    public String environment(InboxAddress address) {
        return fill(ENVIRONMENT, address);
    }

    public String pythonSend(InboxAddress address) {
        return fill(PYTHON_SEND, address);
    }

    public String pythonRead(InboxAddress address) {
        return fill(PYTHON_READ, address);
    }

    public String nodeSend(InboxAddress address) {
        return fill(NODE_SEND, address);
    }

    public String nodeRead(InboxAddress address) {
        return fill(NODE_READ, address);
    }

    private String fill(Template snippet, InboxAddress address) {
        return snippet.fill(servers, Map.of("email", address.asString(), "key", KEY_PLACEHOLDER));
    }

    private static Template template(String name, Quotes quotes) {
        return Template.load("snippets/" + name, new QuotesEscaper(quotes));
    }

    private static String literal(String text) {
        return '"' + IN_QUOTES.escape(text) + '"';
    }

    /** Single quotes keep {@code $}, {@code #} and {@code `} from meaning something; double ones keep a single one. */
    private static String environmentValue(String text) {
        if (PLAIN.matcher(text).matches() || text.equals(KEY_PLACEHOLDER)) {
            return text;
        }
        return text.contains("'") ? literal(text) : "'" + text + "'";
    }

    @FunctionalInterface
    private interface Quotes {
        String around(String text);
    }

    private static final class QuotesEscaper extends Escaper {
        private final Quotes quotes;

        QuotesEscaper(Quotes quotes) {
            this.quotes = quotes;
        }

        @Override
        public String escape(String text) {
            return quotes.around(text);
        }
    }
}

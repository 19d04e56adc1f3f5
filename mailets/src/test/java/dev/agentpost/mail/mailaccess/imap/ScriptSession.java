package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.inbox.InboxAddress;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.apache.james.mpt.api.Continuation;
import org.apache.james.mpt.api.Session;

/**
 * A connection of a script of James's over TLS. What the scripts call imapuser is an inbox, its password a key; the greeting
 * and the folders that an inbox has besides INBOX, which the scripts know nothing of, are kept from them.
 */
final class ScriptSession implements Session {
    private static final String GREETING = "* OK IMAP4rev1 Server ready";
    private static final Pattern OTHER_FOLDERS = Pattern.compile(
            "\\* (LIST|LSUB|XLIST) \\(.*\\\\(Sent|Drafts|Trash)\\b.*|\\* STATUS \"(Sent|Drafts|Trash)\" .*");
    private static final int TIMEOUT_MILLIS = 20_000;

    private final TestImapServer server;
    private final InboxAddress inbox;
    private final String key;
    private final Continuation continuation;
    private final ScriptDifferences differences;
    private SSLSocket socket;
    private InputStream in;
    private boolean greeted;
    private boolean literalAnnounced;

    ScriptSession(TestImapServer server, InboxAddress inbox, ScriptDifferences differences, Continuation continuation) {
        this.server = server;
        this.inbox = inbox;
        this.key = server.accounts.aliceKey.text();
        this.differences = differences;
        this.continuation = continuation;
    }

    @Override
    public void start() throws IOException {
        socket = server.socket();
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        greeted = false;
    }

    /** The greeting of a connection after the first is not for the script. */
    @Override
    public void restart() throws IOException {
        stop();
        start();
        readLine();
    }

    @Override
    public void stop() throws IOException {
        socket.close();
    }

    @Override
    public void writeLine(String line) throws IOException {
        String named = line.replace("LOGIN imapuser password", "LOGIN imapuser " + key)
                .replace("LOGIN imapuser ", "LOGIN " + inbox.asString() + " ")
                .replace("&imapuser", "&" + inbox.asString());
        socket.getOutputStream().write((named + "\r\n").getBytes(StandardCharsets.US_ASCII));
        literalAnnounced = line.endsWith("}") && !line.endsWith("+}");
    }

    @Override
    public String readLine() throws IOException {
        String line = nextLine();
        while (OTHER_FOLDERS.matcher(line).matches()) {
            line = nextLine();
        }
        if (!greeted && line.startsWith("* OK ")) {
            greeted = true;
            return GREETING;
        }
        if (literalAnnounced && line.startsWith("+")) {
            literalAnnounced = false;
            continuation.doContinue();
        }
        return differences.shown(line.replace(inbox.asString(), "imapuser"));
    }

    private String nextLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new EOFException("closed after '" + line + "'");
            }
            line.write(next);
            next = in.read();
        }
        String text = line.toString(StandardCharsets.US_ASCII);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** What a command changes can be seen when it is answered. */
    @Override
    public void await() {}
}

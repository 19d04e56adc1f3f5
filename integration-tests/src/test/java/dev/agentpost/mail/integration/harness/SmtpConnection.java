package dev.agentpost.mail.integration.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;

/** SMTP command by command. A reply of several lines is one text with line breaks; an empty one is the end. */
public final class SmtpConnection implements AutoCloseable {
    private final TlsConnection connection;

    SmtpConnection(TlsConnection connection) {
        this.connection = connection;
        String greeting = readReply();
        if (!greeting.startsWith("220")) {
            throw new AssertionError("greeting: " + greeting);
        }
    }

    public String command(String line) {
        connection.writeLine(line);
        return readReply();
    }

    public String readReply() {
        StringBuilder reply = new StringBuilder();
        String line = connection.readLine();
        while (line != null) {
            reply.append(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                break;
            }
            reply.append('\n');
            line = connection.readLine();
        }
        return reply.toString();
    }

    public String ehlo() {
        return command("EHLO client.example.com");
    }

    /** The reply to AUTH PLAIN. */
    public String authenticate(TestInbox inbox) {
        return command("AUTH PLAIN " + base64("\0" + inbox.email() + "\0" + inbox.key()));
    }

    public void login(TestInbox inbox) {
        String reply = authenticate(inbox);
        if (!reply.startsWith("235")) {
            throw new AssertionError("AUTH as " + inbox.email() + ": " + reply);
        }
    }

    /** Submits a message; the reply is that of the first command that is refused, else that of the end of DATA. */
    public String submit(String from, List<String> recipients, String message) {
        String reply = command("MAIL FROM:<" + from + ">");
        for (String recipient : recipients) {
            if (reply.startsWith("2")) {
                reply = command("RCPT TO:<" + recipient + ">");
            }
        }
        if (reply.startsWith("2")) {
            reply = command("DATA");
        }
        if (!reply.startsWith("354")) {
            return reply;
        }
        connection.write((message.replace("\r\n.", "\r\n..") + "\r\n.\r\n").getBytes(UTF_8));
        return readReply();
    }

    public void submitAccepted(String from, List<String> recipients, String message) {
        String reply = submit(from, recipients, message);
        if (!reply.startsWith("250 2.6.0 ")) {
            throw new AssertionError("message from " + from + ": " + reply);
        }
    }

    public TlsConnection connection() {
        return connection;
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1));
    }

    @Override
    public void close() {
        connection.close();
    }
}

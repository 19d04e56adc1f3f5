package dev.agentpost.mail.integration.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** SMTP command by command. A reply of several lines is one text with line breaks; an empty one is the end. */
public final class SmtpConnection implements AutoCloseable {
    private final TlsConnection connection;
    private Duration slowestReply = Duration.ZERO;

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
        long began = System.nanoTime();
        try {
            return readLines();
        } finally {
            Duration taken = Duration.ofNanos(System.nanoTime() - began);
            slowestReply = taken.compareTo(slowestReply) > 0 ? taken : slowestReply;
        }
    }

    /** How long the server took at most, so far. */
    public Duration slowestReply() {
        return slowestReply;
    }

    private String readLines() {
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
        String reply = begin(from, recipients);
        if (!reply.startsWith("354")) {
            return reply;
        }
        writeMessage(message);
        return readReply();
    }

    /** As a client that is cut off when it has said all. */
    public void submitWithoutReadingTheAnswer(String from, List<String> recipients, String message) {
        if (begin(from, recipients).startsWith("354")) {
            writeMessage(message);
        }
    }

    /** As a client that is slow: the end of the message is missing. */
    public void submitInPart(String from, List<String> recipients, String part) {
        String reply = begin(from, recipients);
        if (!reply.startsWith("354")) {
            throw new AssertionError("message from " + from + ": " + reply);
        }
        connection.write(part.getBytes(UTF_8));
    }

    /** Up to the reply to DATA, or the first that is a refusal. */
    private String begin(String from, List<String> recipients) {
        String reply = command("MAIL FROM:<" + from + ">");
        for (String recipient : recipients) {
            if (reply.startsWith("2")) {
                reply = command("RCPT TO:<" + recipient + ">");
            }
        }
        return reply.startsWith("2") ? command("DATA") : reply;
    }

    private void writeMessage(String message) {
        connection.write((message.replace("\r\n.", "\r\n..") + "\r\n.\r\n").getBytes(UTF_8));
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

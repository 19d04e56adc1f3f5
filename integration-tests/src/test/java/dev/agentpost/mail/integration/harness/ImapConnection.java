package dev.agentpost.mail.integration.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IMAP command by command. */
public final class ImapConnection implements AutoCloseable {
    private static final Pattern LITERAL = Pattern.compile(".*\\{(\\d+)}$", Pattern.DOTALL);

    private final TlsConnection connection;
    private int commands;

    ImapConnection(TlsConnection connection) {
        this.connection = connection;
        String greeting = connection.readLine();
        if (greeting == null || !greeting.startsWith("* OK")) {
            throw new AssertionError("greeting: " + greeting);
        }
    }

    /**
     * What came after a command.
     *
     * @param status the tagged line without its tag; empty when the connection ended before it
     * @param untagged the other lines, literals within
     */
    public record Answer(String status, List<String> untagged) {
        /** The untagged lines of one kind, such as {@code SEARCH}. */
        public List<String> lines(String kind) {
            return untagged.stream().filter(line -> line.contains(kind)).toList();
        }
    }

    public Answer command(String command) {
        String tag = send(command);
        List<String> untagged = new ArrayList<>();
        String line = readResponse();
        while (line != null && !line.startsWith(tag + " ")) {
            untagged.add(line);
            line = readResponse();
        }
        return new Answer(line == null ? "" : line.substring(tag.length() + 1), untagged);
    }

    /** Sends a command and returns its tag. */
    public String send(String command) {
        commands++;
        String tag = "a" + commands;
        connection.writeLine(tag + " " + command);
        return tag;
    }

    /** The answer, which must be OK. */
    public Answer ok(String command) {
        Answer answer = command(command);
        if (!answer.status().startsWith("OK")) {
            throw new AssertionError(command + ": " + answer);
        }
        return answer;
    }

    /** One response with its literals; null at the end of the connection. */
    public String readResponse() {
        StringBuilder response = new StringBuilder();
        String line = connection.readLine();
        while (line != null) {
            response.append(line);
            Matcher literal = LITERAL.matcher(line);
            if (!literal.matches()) {
                return response.toString();
            }
            byte[] content = connection.readBytes(Integer.parseInt(literal.group(1)));
            response.append("\r\n").append(new String(content, ISO_8859_1));
            line = connection.readLine();
        }
        return null;
    }

    public Answer authenticate(TestInbox inbox) {
        return command("LOGIN \"" + inbox.email() + "\" \"" + inbox.key() + "\"");
    }

    public void login(TestInbox inbox) {
        Answer answer = authenticate(inbox);
        if (!answer.status().startsWith("OK")) {
            throw new AssertionError("LOGIN as " + inbox.email() + ": " + answer);
        }
    }

    /** Header fields of the messages of a folder, in order, one text each. */
    public List<String> headers(String folder) {
        ok("EXAMINE \"" + folder + "\"");
        return command("FETCH 1:* (BODY.PEEK[HEADER])").lines(" FETCH ");
    }

    /** The whole text of the message of that subject, empty when it is not there (yet). */
    public String messageWithSubject(String folder, String subject) {
        ok("EXAMINE \"" + folder + "\"");
        return command("FETCH 1:* (FLAGS BODY.PEEK[])").lines(" FETCH ").stream()
                .filter(message -> message.contains("\r\nSubject: " + subject + "\r\n"))
                .findFirst()
                .orElse("");
    }

    /** How many messages of that subject a folder holds. */
    public int count(String folder, String subject) {
        return (int) headers(folder).stream()
                .filter(header -> header.contains("\r\nSubject: " + subject + "\r\n"))
                .count();
    }

    public TlsConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        connection.close();
    }
}

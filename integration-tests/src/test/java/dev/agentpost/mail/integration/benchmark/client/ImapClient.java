package dev.agentpost.mail.integration.benchmark.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An IMAP session that is logged in. Literals in answers are read and dropped. */
public final class ImapClient implements AutoCloseable {
    private final Wire wire;
    private int commands;

    public ImapClient(int port, Path caFile, TestInbox inbox) {
        this.wire = new Wire(port, caFile);
        wire.readLine();
        finish("LOGIN", send("LOGIN \"" + inbox.email() + "\" \"" + inbox.key() + "\""));
    }

    /** The untagged responses, without what stood in literals. An answer other than OK is a failure. */
    public List<String> ok(String command) {
        return finish(command, send(command));
    }

    private String send(String command) {
        commands++;
        String tag = "b" + commands;
        wire.write(tag + " " + command + "\r\n");
        return tag;
    }

    private List<String> finish(String command, String tag) {
        List<String> untagged = new ArrayList<>();
        String response = response();
        while (!response.startsWith(tag + " ")) {
            untagged.add(response);
            response = response();
        }
        if (!response.startsWith("OK", tag.length() + 1)) {
            throw new AssertionError(command + ": " + response);
        }
        return untagged;
    }

    private String response() {
        String line = wire.readLine();
        while (line.endsWith("}")) {
            int begin = line.lastIndexOf('{');
            wire.skip(Long.parseLong(line.substring(begin + 1, line.length() - 1)));
            line = line.substring(0, begin) + wire.readLine();
        }
        return line;
    }

    /** How many messages the mailbox holds that is now selected. */
    public int select(String mailbox) {
        return numberBefore("EXISTS", ok("SELECT \"" + mailbox + "\""));
    }

    /** How many messages a mailbox holds, without selecting it. */
    public int messages(String mailbox) {
        String status = ok("STATUS \"" + mailbox + "\" (MESSAGES)").get(0);
        return Integer.parseInt(status.replaceFirst(".*MESSAGES (\\d+).*", "$1"));
    }

    /** How many FETCH responses came. */
    public int fetch(String set, String items) {
        return (int) ok("FETCH " + set + " " + items).stream()
                .filter(line -> line.contains(" FETCH "))
                .count();
    }

    /** How many messages were found. */
    public int search(String criteria) {
        String found = ok("SEARCH " + criteria).stream()
                .filter(line -> line.startsWith("* SEARCH"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no SEARCH response"));
        return found.split(" ").length - 2;
    }

    /**
     * Needs LITERAL+ (RFC 7888) of the server.
     *
     * @param arguments flags and date between the mailbox and the message, each followed by a space; may be empty
     */
    public void append(String mailbox, String arguments, byte[] message) {
        commands++;
        String tag = "b" + commands;
        String command = "APPEND \"" + mailbox + "\" " + arguments + "{" + message.length + "+}";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(command.length() + message.length + 8);
        bytes.writeBytes((tag + " " + command + "\r\n").getBytes(ISO_8859_1));
        bytes.writeBytes(message);
        bytes.writeBytes(new byte[] {'\r', '\n'});
        wire.write(bytes.toByteArray());
        finish(command, tag);
    }

    /** Waits in IDLE; to be followed by {@link #awaitExists} and {@link #endIdle}. */
    public void beginIdle() {
        send("IDLE");
        String line = wire.readLine();
        while (!line.startsWith("+")) {
            line = wire.readLine();
        }
    }

    /** Returns when the server has told of at least that many messages. */
    public void awaitExists(int messages) {
        int told = 0;
        while (told < messages) {
            told = Math.max(told, numberBefore("EXISTS", List.of(response())));
        }
    }

    public void endIdle() {
        wire.write("DONE\r\n");
        finish("IDLE", "b" + commands);
    }

    private static int numberBefore(String word, List<String> lines) {
        return lines.stream()
                .filter(line -> line.endsWith(" " + word))
                .mapToInt(line -> Integer.parseInt(line.substring(2, line.length() - word.length() - 1)))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        wire.close();
    }
}

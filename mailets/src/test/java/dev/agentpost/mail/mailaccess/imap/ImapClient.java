package dev.agentpost.mail.mailaccess.imap;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/** Speaks IMAP line by line, so that a test can say what no library would. */
public final class ImapClient implements AutoCloseable {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)\\}$");
    private static final int TIMEOUT_MILLIS = 60_000;

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String greeting;
    private int lastTag;

    ImapClient(SSLSocket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.in = new java.io.BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        this.greeting = readLine();
    }

    public String greeting() {
        return greeting;
    }

    /** Sends with the next tag; the answer's lines with literals in them, the tagged one last and without its tag. */
    public List<String> command(String text) throws IOException {
        return finish(start(text));
    }

    /** The status line alone. */
    public String status(String text) throws IOException {
        List<String> lines = command(text);
        return lines.get(lines.size() - 1);
    }

    /** The tag that was sent. */
    public String start(String text) throws IOException {
        lastTag++;
        String tag = "a" + lastTag;
        send(tag + " " + text + "\r\n");
        return tag;
    }

    public List<String> finish(String tag) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = readWithLiterals();
            if (line.startsWith(tag + " ")) {
                lines.add(line.substring(tag.length() + 1));
                return lines;
            }
            lines.add(line);
        }
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** APPEND with a synchronizing literal; the status line. */
    public String append(String folder, String message) throws IOException {
        return append(folder, message.getBytes(StandardCharsets.US_ASCII));
    }

    public String append(String folder, byte[] message) throws IOException {
        String tag = start("APPEND " + folder + " {" + message.length + "}");
        String line = readLine();
        if (!line.startsWith("+")) {
            return line.substring(tag.length() + 1);
        }
        send(message);
        send("\r\n");
        List<String> lines = finish(tag);
        return lines.get(lines.size() - 1);
    }

    private String readWithLiterals() throws IOException {
        StringBuilder whole = new StringBuilder(readLine());
        Matcher literal = LITERAL.matcher(whole);
        while (literal.find()) {
            byte[] bytes = in.readNBytes(Integer.parseInt(literal.group(1)));
            String rest = readLine();
            whole.append("\r\n")
                    .append(new String(bytes, StandardCharsets.ISO_8859_1))
                    .append(rest);
            literal = LITERAL.matcher(rest);
        }
        return whole.toString();
    }

    /** As many as that, of a literal for example. */
    public String readBytes(int count) throws IOException {
        return new String(in.readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** Without its line end. */
    public String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new EOFException("closed after '" + line + "'");
            }
            line.write(next);
            next = in.read();
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** True when the server has closed and sent nothing more. */
    public boolean isClosedByServer() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

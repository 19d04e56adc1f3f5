package dev.agentpost.mail.outbound.smtp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the answers of a server, each of bounded length and within a bounded time. */
final class SmtpLines {
    private static final int MAX_LINE = 4_096;
    private static final int MAX_LINES = 128;
    private static final int MIN_CODE = 200;
    private static final int MAX_CODE = 599;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[MAX_LINE];
    private int position;
    private int filled;

    SmtpLines(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Whether the server has said more than it was asked. */
    boolean hasMore() throws IOException {
        return position < filled || in.available() > 0;
    }

    RemoteReply read(Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        List<String> lines = new ArrayList<>();
        while (lines.size() < MAX_LINES) {
            String line = line(end);
            int code = code(line);
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) != '-') {
                return new RemoteReply(code, lines);
            }
        }
        throw new ProtocolException("the server's answer has more than " + MAX_LINES + " lines");
    }

    private static int code(String line) throws IOException {
        if (line.matches("[2-5][0-9]{2}([ -].*)?")) {
            int code = Integer.parseInt(line.substring(0, 3));
            if (code >= MIN_CODE && code <= MAX_CODE) {
                return code;
            }
        }
        throw new ProtocolException("the server's answer is not SMTP: "
                + line.substring(0, Math.min(line.length(), 80)).replaceAll("[^ -~]", "?"));
    }

    private String line(long end) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < MAX_LINE) {
            if (position == filled) {
                fill(end);
            }
            byte octet = buffer[position++];
            if (octet == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(octet);
        }
        throw new ProtocolException("a line of the server's answer is longer than " + MAX_LINE);
    }

    private void fill(long end) throws IOException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        filled = in.read(buffer);
        position = 0;
        if (filled < 0) {
            filled = 0;
            throw new EOFException("the server has closed the connection");
        }
    }
}

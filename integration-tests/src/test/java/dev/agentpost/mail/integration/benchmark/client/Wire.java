package dev.agentpost.mail.integration.benchmark.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.agentpost.mail.integration.harness.TlsConnection;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/** Lines and counted bytes over TLS, at little cost: the load generator shares its machine with the server. */
final class Wire implements AutoCloseable {
    /** A SEARCH by text of a large mailbox takes minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /** Of a TLS record. */
    private static final int BUFFER_BYTES = 16 * 1024;

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    Wire(int port, Path caFile) {
        try {
            socket = TlsConnection.connect(port, caFile);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line without CRLF. The end of the connection is a failure. */
    String readLine() {
        ByteArrayOutputStream begin = null;
        while (true) {
            int end = lineFeed();
            if (end >= 0) {
                String tail = text(position, end);
                position = end + 1;
                return begin == null ? tail : withoutCarriageReturn(begin.toString(ISO_8859_1) + tail);
            }
            begin = begin == null ? new ByteArrayOutputStream() : begin;
            begin.write(buffer, position, limit - position);
            position = limit;
            fill();
        }
    }

    private int lineFeed() {
        for (int i = position; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private String text(int from, int to) {
        boolean carriageReturn = to > from && buffer[to - 1] == '\r';
        return new String(buffer, from, to - from - (carriageReturn ? 1 : 0), ISO_8859_1);
    }

    private static String withoutCarriageReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    void skip(long bytes) {
        long rest = bytes;
        while (rest > limit - position) {
            rest -= limit - position;
            position = limit;
            fill();
        }
        position += (int) rest;
    }

    private void fill() {
        try {
            int read = in.read(buffer);
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            position = 0;
            limit = read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String text) {
        write(text.getBytes(ISO_8859_1));
    }

    void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

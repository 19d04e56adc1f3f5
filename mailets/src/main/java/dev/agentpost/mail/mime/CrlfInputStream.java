package dev.agentpost.mail.mime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Ends every line with CRLF, the last one too: a bare CR or LF is no line end to some servers and one to others, so that
 * what follows could pass for commands. Octets that are so already stay as they are.
 */
public final class CrlfInputStream extends InputStream {
    private final InputStream in;
    private int last = '\n';
    private int pending = -1;

    public CrlfInputStream(InputStream in) {
        this.in = new BufferedInputStream(in, 16 * 1024);
    }

    @Override
    public int read() throws IOException {
        if (pending >= 0) {
            return taken(pending, -1);
        }
        int octet = in.read();
        if (last == '\r' && octet != '\n') {
            // a bare CR, at the end too: its LF first
            return taken('\n', octet);
        }
        if (octet < 0) {
            return last == '\n' ? -1 : taken('\r', '\n');
        }
        return octet == '\n' && last != '\r' ? taken('\r', '\n') : taken(octet, -1);
    }

    private int taken(int octet, int next) {
        last = octet;
        pending = next;
        return octet;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int octet = read();
            if (octet < 0) {
                break;
            }
            bytes[offset + count++] = (byte) octet;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

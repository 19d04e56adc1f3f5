package dev.agentpost.mail.mime;

import com.google.common.io.ByteStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A message with edits, in bounded memory. */
final class EditedInputStream extends InputStream {
    private final InputStream in;
    private final List<Edit> edits;
    private int next;
    private long position;
    private InputStream current = InputStream.nullInputStream();
    private boolean ended;

    /** @param edits in the order of the message */
    EditedInputStream(InputStream in, List<Edit> edits) {
        this.in = in;
        this.edits = edits;
    }

    @Override
    public int read() throws IOException {
        byte[] octet = new byte[1];
        return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = current.read(bytes, offset, length);
        while (count < 0 && !ended) {
            advance();
            count = current.read(bytes, offset, length);
        }
        return count;
    }

    private void advance() throws IOException {
        if (next == edits.size()) {
            current = in;
            ended = true;
            return;
        }
        Edit edit = edits.get(next);
        long start = edit.range().start();
        if (position < start) {
            current = ByteStreams.limit(in, start - position);
            position = start;
            return;
        }
        next++;
        position = edit.range().end();
        InputStream replaced = ByteStreams.limit(in, edit.range().length());
        current = edit instanceof Edit.OfHeader header
                ? new ByteArrayInputStream(header.applyTo(replaced.readAllBytes()))
                : new EncodedInputStream(replaced, ((Edit.OfContent) edit).encoding());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

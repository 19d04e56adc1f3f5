package dev.agentpost.mail.mime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Octets as they come out of an encoder. Closing it leaves open what it reads. */
final class EncodedInputStream extends InputStream {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final InputStream raw;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final OutputStream encoder;
    private InputStream encoded = InputStream.nullInputStream();
    private boolean ended;

    EncodedInputStream(InputStream raw, Encoding encoding) {
        this.raw = raw;
        this.encoder = encoding.encoder(written);
    }

    @Override
    public int read() throws IOException {
        fill();
        return encoded.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        fill();
        return encoded.read(bytes, offset, length);
    }

    private void fill() throws IOException {
        while (encoded.available() == 0 && !ended) {
            int count = raw.read(buffer);
            if (count < 0) {
                encoder.close();
                ended = true;
            } else {
                encoder.write(buffer, 0, count);
                encoder.flush();
            }
            encoded = new ByteArrayInputStream(written.toByteArray());
            written.reset();
        }
    }
}

package dev.agentpost.mail.delivery;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a message as they are to be stored; may be read several times. */
public interface CopyContent {
    InputStream open() throws IOException;

    long sizeBytes() throws IOException;

    /** This content with header lines in front of it. */
    default CopyContent withHeaders(byte[] headerLines) {
        CopyContent rest = this;
        return new CopyContent() {
            @Override
            public InputStream open() throws IOException {
                return new java.io.SequenceInputStream(new java.io.ByteArrayInputStream(headerLines), rest.open());
            }

            @Override
            public long sizeBytes() throws IOException {
                return headerLines.length + rest.sizeBytes();
            }
        };
    }
}

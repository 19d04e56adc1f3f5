package dev.agentpost.mail.mime;

import java.io.OutputStream;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** How octets are written so that all are below 128 and lines short (RFC 2045 section 6). */
enum Encoding {
    QUOTED_PRINTABLE("quoted-printable", QuotedPrintableOutputStream::new),
    BASE64("base64", out -> Base64.getMimeEncoder().wrap(out)),
    /** Of what is in base64 already, on lines that are too long. */
    WRAPPED_BASE64("base64", Base64WrappingOutputStream::new);

    private final String label;
    private final UnaryOperator<OutputStream> encoder;

    Encoding(String label, UnaryOperator<OutputStream> encoder) {
        this.label = label;
        this.encoder = encoder;
    }

    /** As {@code Content-Transfer-Encoding} names it. */
    String label() {
        return label;
    }

    /** To be closed when all has been written. */
    OutputStream encoder(OutputStream out) {
        return encoder.apply(out);
    }
}

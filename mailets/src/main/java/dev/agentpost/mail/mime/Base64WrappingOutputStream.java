package dev.agentpost.mail.mime;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Breaks base64 into short lines; what is none of its characters means nothing and is left out (RFC 2045 section 6.8). */
final class Base64WrappingOutputStream extends FilterOutputStream {
    private static final int LINE = 76;

    private int length;

    Base64WrappingOutputStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int octet) throws IOException {
        if (!isCharacter(octet)) {
            return;
        }
        if (length == LINE) {
            out.write('\r');
            out.write('\n');
            length = 0;
        }
        out.write(octet);
        length++;
    }

    private static boolean isCharacter(int octet) {
        return (octet >= 'A' && octet <= 'Z')
                || (octet >= 'a' && octet <= 'z')
                || (octet >= '0' && octet <= '9')
                || octet == '+'
                || octet == '/'
                || octet == '=';
    }
}

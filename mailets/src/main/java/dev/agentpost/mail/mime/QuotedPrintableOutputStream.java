package dev.agentpost.mail.mime;

import com.google.common.io.BaseEncoding;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Text in quoted-printable (RFC 2045 section 6.7); lines end with CRLF. Not the library's: that one leaves white space at
 * the very end, which is the end of a line once a delimiter follows.
 */
final class QuotedPrintableOutputStream extends FilterOutputStream {
    /** With the {@code =} of a line that goes on. */
    private static final int LINE = 76;

    private static final int NONE = -1;
    private static final BaseEncoding HEX = BaseEncoding.base16();

    private int length;
    private int blank = NONE;

    QuotedPrintableOutputStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int octet) throws IOException {
        if (octet == '\n') {
            endLine();
        } else if (octet != '\r') {
            writeBlank();
            if (octet == ' ' || octet == '\t') {
                blank = octet;
            } else if (octet > ' ' && octet < 0x7f && octet != '=') {
                put(octet);
            } else {
                putEncoded(octet);
            }
        }
    }

    private void endLine() throws IOException {
        writeBlankAtEnd();
        out.write('\r');
        out.write('\n');
        length = 0;
    }

    private void writeBlank() throws IOException {
        if (blank != NONE) {
            put(blank);
            blank = NONE;
        }
    }

    private void writeBlankAtEnd() throws IOException {
        if (blank != NONE) {
            putEncoded(blank);
            blank = NONE;
        }
    }

    private void put(int character) throws IOException {
        makeRoom(1);
        out.write(character);
    }

    private void putEncoded(int octet) throws IOException {
        String digits = HEX.encode(new byte[] {(byte) octet});
        makeRoom(3);
        out.write('=');
        out.write(digits.charAt(0));
        out.write(digits.charAt(1));
    }

    private void makeRoom(int characters) throws IOException {
        if (length + characters >= LINE) {
            out.write('=');
            out.write('\r');
            out.write('\n');
            length = 0;
        }
        length += characters;
    }

    @Override
    public void close() throws IOException {
        writeBlankAtEnd();
        super.close();
    }
}

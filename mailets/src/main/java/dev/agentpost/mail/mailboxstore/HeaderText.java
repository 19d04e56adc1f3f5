package dev.agentpost.mail.mailboxstore;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** What the octets of a header field mean, whoever wrote them. */
public final class HeaderText {
    private HeaderText() {}

    /** Unfolded, without encoded words (RFC 2047). Never fails. */
    public static String decoded(byte[] octets, int from) {
        String text = unfolded(octets, from);
        try {
            return DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT);
        } catch (RuntimeException e) {
            // An unknown character set, or an encoding beyond repair: then as it is written.
            return text;
        }
    }

    /** RFC 5322 section 2.2.3; octets beyond ASCII are UTF-8 (RFC 6532) where they can be, or else ISO-8859-1. */
    static String unfolded(byte[] octets, int from) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, from, octets.length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            text = new String(octets, from, octets.length - from, StandardCharsets.ISO_8859_1);
        }
        return text.replaceAll("\\r?\\n(?=[ \\t])", "")
                .replaceAll("[\\r\\n\\x00]", " ")
                .strip();
    }
}

package dev.agentpost.mail.mailaccess.imap.fetch;

import com.google.common.base.CharMatcher;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.codec.EncoderUtil;

/**
 * Header text as it may stand between quotes (RFC 3501 section 9, "quoted"): in one line, and in ASCII. What was sent in
 * other octets becomes encoded words (RFC 2047), which clients of a server without UTF8=ACCEPT understand.
 */
final class Wording {
    private static final int ASCII = 0x7F;
    private static final int OCTET = 0xFF;

    private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]+");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1F\\x7F]");

    /** Most are, and need none of the rest. */
    private static final CharMatcher PLAIN = CharMatcher.inRange(' ', '~');

    private Wording() {}

    /** Only characters that ASCII can print. */
    static boolean isPlain(String text) {
        return PLAIN.matchesAllOf(text);
    }

    /** Without the white space around it; octets beyond ASCII are UTF-8 where they can be, or else ISO-8859-1. */
    static String unfolded(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1).strip();
        return isPlain(text) ? text : meant(FOLD.matcher(text).replaceAll(" ")).strip();
    }

    /** Encoded words stay as they were sent. */
    static String quotable(String given) {
        if (isPlain(given)) {
            return given;
        }
        String text = meant(given);
        return isAscii(text)
                ? text
                : EncoderUtil.encodeEncodedWord(
                        decoded(text), EncoderUtil.Usage.TEXT_TOKEN, 0, StandardCharsets.UTF_8, null);
    }

    /** @param text perhaps with octets for characters */
    private static String meant(String text) {
        String line = inOneLine(text);
        if (isAscii(line) || line.chars().anyMatch(character -> character > OCTET)) {
            return line;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return line;
        }
    }

    private static String inOneLine(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character <= ASCII);
    }

    private static String decoded(String text) {
        try {
            return DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT);
        } catch (RuntimeException e) {
            // An unknown character set: then as it is written.
            return text;
        }
    }
}

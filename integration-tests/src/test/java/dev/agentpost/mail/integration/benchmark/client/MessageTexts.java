package dev.agentpost.mail.integration.benchmark.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.Random;

/**
 * Messages of given sizes, the same in each run. Small ones are text; large ones carry an attachment that does not
 * compress, so that what is on disk is not told too small.
 */
public final class MessageTexts {
    private static final int LARGEST_TEXT_BYTES = 8 * 1024;
    private static final String[] SYLLABLES = {
        "an", "be", "cor", "da", "el", "fi", "go", "hu", "in", "ka", "lo", "mi", "nor", "pa", "ri", "su", "ta", "ve"
    };
    private static final int BASE64_LINE_BYTES = 57;
    private static final long SEED = 17;

    private final Random random = new Random(SEED);

    /** Pseudo-words, of which a few thousand differ. */
    public String words(int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ");
            for (int syllable = 0; syllable < 3; syllable++) {
                words.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
        }
        return words.toString();
    }

    /**
     * A whole message.
     *
     * @param fields header fields, each ended by CRLF
     * @param bytes the size of the message, or a little less
     */
    public byte[] message(String fields, String firstWords, int bytes) {
        String text = bytes > LARGEST_TEXT_BYTES
                ? withAttachment(fields, firstWords, bytes)
                : text(
                        fields + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + firstWords,
                        bytes);
        return text.getBytes(ISO_8859_1);
    }

    private String text(String begin, int bytes) {
        StringBuilder text = new StringBuilder(begin).append("\r\n");
        while (true) {
            String line = words(8) + "\r\n";
            if (text.length() + line.length() > bytes) {
                return text.toString();
            }
            text.append(line);
        }
    }

    private String withAttachment(String fields, String firstWords, int bytes) {
        String begin = fields + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"next-part\"\r\n\r\n"
                + "--next-part\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + firstWords + "\r\n" + words(40)
                + "\r\n--next-part\r\nContent-Type: application/octet-stream; name=\"data.bin\"\r\n"
                + "Content-Disposition: attachment; filename=\"data.bin\"\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        String end = "\r\n--next-part--\r\n";
        int lines = (bytes - begin.length() - end.length()) / (BASE64_LINE_BYTES / 3 * 4 + 2);
        byte[] attachment = new byte[lines * BASE64_LINE_BYTES];
        random.nextBytes(attachment);
        return begin + Base64.getMimeEncoder().encodeToString(attachment) + end;
    }
}

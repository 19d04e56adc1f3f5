package dev.agentpost.mail.integration.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Random;
import java.util.zip.CRC32;

/** Secrets that open nothing. */
public final class Keys {
    private static final String PREFIX = "ap_sk_";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BODY_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final Random RANDOM = new Random();

    private Keys() {}

    /** Well-formed with a correct checksum: only the store knows that it is of nobody. */
    public static String unknown() {
        StringBuilder body = new StringBuilder("0");
        while (body.length() < BODY_LENGTH) {
            body.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        CRC32 crc = new CRC32();
        crc.update(body.toString().getBytes(US_ASCII));
        return PREFIX + body + base62(crc.getValue());
    }

    private static String base62(long number) {
        StringBuilder digits = new StringBuilder();
        for (long rest = number; digits.length() < CHECKSUM_LENGTH; rest /= ALPHABET.length()) {
            digits.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
        }
        return digits.reverse().toString();
    }

    public static String typoIn(String key) {
        char last = key.charAt(key.length() - 1);
        return key.substring(0, key.length() - 1) + (last == 'a' ? 'b' : 'a');
    }
}

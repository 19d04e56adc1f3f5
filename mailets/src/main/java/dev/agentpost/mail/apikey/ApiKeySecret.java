package dev.agentpost.mail.apikey;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The secret of a key: {@code ap_sk_}, 32 random bytes as 43 base62 characters, and the CRC-32 of those 43 characters
 * (ASCII) as 6 base62 characters, so that a typing error is refused without asking the store.
 */
public final class ApiKeySecret {
    public static final String PREFIX = "ap_sk_";

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());
    private static final int RANDOM_BYTES = 32;
    private static final int RANDOM_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int LENGTH = PREFIX.length() + RANDOM_LENGTH + CHECKSUM_LENGTH;

    private final String value;

    private ApiKeySecret(String value) {
        this.value = value;
    }

    public static ApiKeySecret generate(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String body = base62(new BigInteger(1, bytes), RANDOM_LENGTH);
        return new ApiKeySecret(PREFIX + body + checksum(body));
    }

    /** Ignores white space around and inside, as pasting adds it. Empty when the text cannot be a secret. */
    public static Optional<ApiKeySecret> parse(String text) {
        String compact = text.codePoints()
                .filter(codePoint -> !Character.isWhitespace(codePoint) && !Character.isSpaceChar(codePoint))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        if (compact.length() != LENGTH || !compact.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String body = compact.substring(PREFIX.length(), PREFIX.length() + RANDOM_LENGTH);
        if (!checksum(body).equals(compact.substring(PREFIX.length() + RANDOM_LENGTH))) {
            return Optional.empty();
        }
        return Optional.of(new ApiKeySecret(compact));
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
    }

    private static String base62(BigInteger number, int length) {
        char[] digits = new char[length];
        BigInteger rest = number;
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] quotient = rest.divideAndRemainder(BASE);
            digits[i] = ALPHABET.charAt(quotient[1].intValue());
            rest = quotient[0];
        }
        return new String(digits);
    }

    public SecretHash hash() {
        try {
            return new SecretHash(
                    MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The secret in clear: for the one answer that shows it, never for a log. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}

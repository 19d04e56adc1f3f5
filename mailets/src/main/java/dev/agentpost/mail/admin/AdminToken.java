package dev.agentpost.mail.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The operator's secret for the admin routes. Compared in constant time. */
public final class AdminToken {
    public static final String PREFIX = "ap_admin_";
    public static final int MIN_LENGTH = 16;

    private static final int RANDOM_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{" + MIN_LENGTH + ",}");

    private final String value;
    private final byte[] digest;

    /** @throws IllegalArgumentException when the text is too short or cannot stand in an HTTP header */
    public AdminToken(String value) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an admin token is one line of at least " + MIN_LENGTH
                    + " printable ASCII characters without spaces");
        }
        this.value = value;
        this.digest = digest(value);
    }

    public static AdminToken generate(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new AdminToken(PREFIX + HexFormat.of().formatHex(bytes));
    }

    /** Takes the same time for any candidate of one length: digests are compared, so no common prefix shows. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(digest, digest(candidate));
    }

    /** The token in clear: for its file and for the Authorization header, never for a log. */
    public String reveal() {
        return value;
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}

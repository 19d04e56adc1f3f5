package dev.agentpost.mail.apikey;

import java.security.MessageDigest;
import java.util.Arrays;

/** SHA-256 of a key's secret: the secret is random, so no slow hash is needed. Compared in constant time. */
public final class SecretHash {
    public static final int LENGTH_BYTES = 32;

    private final byte[] bytes;

    public SecretHash(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretHash that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}

package dev.agentpost.mail.login.imap;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/** What a client presented, as sent. */
public record Credentials(String username, String secret) {

    /** Tells a repeated attempt from a new one without keeping the secret. */
    HashCode fingerprint() {
        return Hashing.sha256()
                .newHasher()
                .putInt(username.length())
                .putUnencodedChars(username)
                .putString(secret, StandardCharsets.UTF_8)
                .hash();
    }

    @Override
    public String toString() {
        return "Credentials[secret=***]";
    }
}

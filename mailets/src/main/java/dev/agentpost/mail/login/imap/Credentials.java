package dev.agentpost.mail.login.imap;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/** What a client presented, as sent. */
public record Credentials(String username, String secret) {

    /** Tells the same secret again from another one, without keeping it. */
    HashCode fingerprint() {
        return Hashing.sha256().hashString(secret, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Credentials[secret=***]";
    }
}

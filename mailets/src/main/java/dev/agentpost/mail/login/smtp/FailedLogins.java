package dev.agentpost.mail.login.smtp;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The different wrong secrets of one connection. Libraries try the same one with PLAIN and then with LOGIN, and with the
 * name in another spelling: that is one failure. Used by the thread of its connection alone.
 */
final class FailedLogins {
    static final int MAX_FAILURES = 3;

    private final Set<HashCode> seen = new HashSet<>();

    /** True when the connection has used up its failures. */
    boolean addAndCheck(SaslCredentials credentials) {
        seen.add(Hashing.sha256().hashString(credentials.secret(), StandardCharsets.UTF_8));
        return seen.size() >= MAX_FAILURES;
    }
}

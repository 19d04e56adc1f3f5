package dev.agentpost.mail.login.smtp;

import com.google.common.base.Splitter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What an AUTH exchange yields.
 *
 * @param authorizationId whom the client wants to act as; empty when it does not say
 */
record SaslCredentials(String authorizationId, String username, String secret) {
    private static final int PLAIN_PARTS = 3;

    /** The message of RFC 4616: authzid NUL authcid NUL passwd. Empty when the parts are not three. */
    static Optional<SaslCredentials> parsePlain(String message) {
        List<String> parts = Splitter.on('\0').splitToList(message);
        if (parts.size() != PLAIN_PARTS) {
            return Optional.empty();
        }
        return Optional.of(new SaslCredentials(parts.get(0), parts.get(1), parts.get(2)));
    }

    /** Empty when the text is not base64. */
    static Optional<String> decode(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    boolean actsAsAnother() {
        return !authorizationId.isEmpty() && !authorizationId.equalsIgnoreCase(username);
    }

    @Override
    public String toString() {
        return "SaslCredentials[***]";
    }
}

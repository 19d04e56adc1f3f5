package dev.agentpost.mail.login.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The client's response of SASL PLAIN (RFC 4616): {@code authzid NUL authcid NUL password}, UTF-8, base64 on the wire.
 *
 * @param authorizationId empty when the client asks for no other identity
 */
record PlainResponse(String authorizationId, Credentials credentials) {

    /** Empty when the text is no base64 or has another form. */
    static Optional<PlainResponse> parse(String base64) {
        return decode(base64.strip()).flatMap(PlainResponse::split);
    }

    private static Optional<String> decode(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException notPlain) {
            return Optional.empty();
        }
    }

    private static Optional<PlainResponse> split(String message) {
        String[] parts = message.split("\0", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        return Optional.of(new PlainResponse(parts[0], new Credentials(parts[1], parts[2])));
    }

    /** No delegation: an authorization identity is accepted when it is the authenticated one, without regard to case. */
    boolean asksForAnotherIdentity() {
        return !authorizationId.isEmpty() && !authorizationId.equalsIgnoreCase(credentials.username());
    }

    @Override
    public String toString() {
        return "PlainResponse[***]";
    }
}

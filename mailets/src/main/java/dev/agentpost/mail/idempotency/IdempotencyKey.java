package dev.agentpost.mail.idempotency;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a client names a message by, so that its tries again can be told from other messages. */
public record IdempotencyKey(String value) {
    /** The field's name, in lower case. */
    public static final String FIELD = "idempotency-key";

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,256}");

    public IdempotencyKey {
        if (!PRINTABLE.matcher(value).matches()) {
            throw new IllegalArgumentException("an idempotency key has 1 to 256 printable ASCII characters");
        }
    }

    /** White space around the key is not of it. Empty when it is none. */
    public static Optional<IdempotencyKey> parse(String fieldValue) {
        String value = fieldValue.strip();
        return PRINTABLE.matcher(value).matches() ? Optional.of(new IdempotencyKey(value)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}

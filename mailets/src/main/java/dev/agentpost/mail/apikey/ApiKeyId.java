package dev.agentpost.mail.apikey;

import dev.agentpost.mail.core.PrefixedId;

/** Names one API key: {@code key_} and a ULID. */
public record ApiKeyId(String value) {
    private static final PrefixedId FORM = new PrefixedId("key_");

    /** @throws IllegalArgumentException when the value has another form */
    public ApiKeyId {
        FORM.check(value);
    }

    public static ApiKeyId of(String value) {
        return new ApiKeyId(value);
    }

    public static ApiKeyId generate() {
        return new ApiKeyId(FORM.generate());
    }

    /** True when the value has the right form; whether it names anything is the store's to say. */
    public static boolean isValid(String value) {
        return FORM.isValid(value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.agentpost.mail.mailboxstore;

import java.util.Objects;
import java.util.UUID;

/** Names one folder of one inbox for as long as it exists; a folder made again under the same name has another. */
public record FolderId(UUID value) {
    public FolderId {
        Objects.requireNonNull(value);
    }

    public static FolderId generate() {
        return new FolderId(UUID.randomUUID());
    }

    /** @throws IllegalArgumentException when the text is no UUID */
    public static FolderId of(String text) {
        return new FolderId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

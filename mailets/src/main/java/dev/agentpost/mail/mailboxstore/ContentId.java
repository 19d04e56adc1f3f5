package dev.agentpost.mail.mailboxstore;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Names the bytes of one message. Copies of a message in several folders share it; each attempt to store a new message
 * has its own, never used again. Starts with the time at which it was made, as a ULID does.
 */
public record ContentId(UUID value) {
    public ContentId {
        Objects.requireNonNull(value);
    }

    public static ContentId generate() {
        return new ContentId(UlidCreator.getUlid().toUuid());
    }

    /** @throws IllegalArgumentException when the text is no UUID */
    public static ContentId of(String text) {
        return new ContentId(UUID.fromString(text));
    }

    /** Of one that {@link #generate} made. */
    public Instant madeAt() {
        return Ulid.from(value).getInstant();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

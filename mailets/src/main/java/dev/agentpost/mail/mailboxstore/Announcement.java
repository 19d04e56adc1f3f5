package dev.agentpost.mail.mailboxstore;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.UUID;

/**
 * That one message row of a folder is about to use a content. Made for one row and never again, so that an announcement
 * without a place tells of a row which may be anywhere in the folder, or nowhere.
 *
 * @param id starts with the time at which it was made, as a ULID does
 */
public record Announcement(ContentId content, UUID id) {

    /** The one that {@link ContentStore#save} makes. */
    public static Announcement first(ContentId content) {
        return new Announcement(content, content.value());
    }

    /** For another row with a content that is there. */
    public static Announcement again(ContentId content) {
        return new Announcement(content, UlidCreator.getUlid().toUuid());
    }

    public Instant madeAt() {
        return Ulid.from(id).getInstant();
    }
}

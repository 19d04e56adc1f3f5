package dev.agentpost.mail.mailboxstore.integrity;

import dev.agentpost.mail.mailboxstore.FolderId;
import java.util.Objects;
import java.util.Optional;

/**
 * Something in the store that does not agree with something else.
 *
 * @param uid of the message, where it is one message's
 * @param detail what is there and what should be
 * @param repaired whether it was put right when it was found
 */
public record Finding(
        Kind kind, FolderId folder, String owner, String name, Optional<Long> uid, String detail, boolean repaired) {

    /** What can be wrong, and what a repair does about it. */
    public enum Kind {
        /** The name leads to a folder without a head; a repair makes an empty one. */
        FOLDER_MISSING,
        /** The head's counters are not those of the messages; a repair counts again. */
        COUNTERS,
        /** The index of UIDs is not that of the messages; a repair makes it again. */
        INDEX,
        /** A message has no content, or only a part of it: nothing to repair with, restore a backup. */
        CONTENT_MISSING,
        /** The scavenger would not know of this use of a content; a repair records it. */
        PLACE_MISSING
    }

    public Finding {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(folder);
        Objects.requireNonNull(detail);
    }
}

package dev.agentpost.mail.mailboxstore;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * That messages are being moved, so that whoever finds it can finish the work of a node that died. May be carried out
 * any number of times.
 *
 * @param id starts with the time at which the move began, as a ULID does
 * @param uids in the folder they leave
 * @param undeletes whether they lose {@code \Deleted} on their way
 */
public record MoveIntent(UUID id, FolderId from, FolderId to, List<Long> uids, Instant saveDate, boolean undeletes) {
    public MoveIntent {
        uids = List.copyOf(uids);
    }

    public static MoveIntent of(
            FolderId from, FolderId to, List<Long> uids, Instant saveDate, boolean undeletes, Instant now) {
        return new MoveIntent(UlidCreator.getUlid(now.toEpochMilli()).toUuid(), from, to, uids, saveDate, undeletes);
    }

    MessageFlags flagsOf(StoredMessage message) {
        return undeletes ? message.flags().without(SystemFlag.DELETED) : message.flags();
    }

    /** Whoever expunges wants a message no longer gone that has lost its {@code \Deleted} since. */
    boolean isWantedFor(StoredMessage message) {
        return !undeletes || message.flags().has(SystemFlag.DELETED);
    }

    public Instant madeAt() {
        return Ulid.from(id).getInstant();
    }

    /** What makes the copy of one message happen once. */
    public static DeliveryId deliveryId(FolderId from, long uid) {
        return new DeliveryId("move:" + from + ":" + uid);
    }

    /** Of another copy, when the one that an earlier move made is gone. */
    DeliveryId secondDeliveryId(long uid) {
        return new DeliveryId(deliveryId(from, uid).value() + ":" + id);
    }
}

package dev.agentpost.mail.mailboxstore;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * That messages are being moved, so that whoever finds it can finish the work of a node that died. May be carried out
 * any number of times.
 *
 * @param id starts with the time at which the move began, as a ULID does
 * @param uids in the folder they leave
 */
public record MoveIntent(UUID id, FolderId from, FolderId to, List<Long> uids, Instant saveDate) {
    public MoveIntent {
        uids = List.copyOf(uids);
    }

    public static MoveIntent of(FolderId from, FolderId to, List<Long> uids, Instant saveDate, Instant now) {
        return new MoveIntent(UlidCreator.getUlid(now.toEpochMilli()).toUuid(), from, to, uids, saveDate);
    }

    public Instant madeAt() {
        return Ulid.from(id).getInstant();
    }

    /** What makes the copy of one message happen once. */
    public static DeliveryId deliveryId(FolderId from, long uid) {
        return new DeliveryId("move:" + from + ":" + uid);
    }
}

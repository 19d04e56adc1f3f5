package dev.agentpost.mail.mailboxstore.cassandra;

import dev.agentpost.mail.mailboxstore.ContentId;

/** Spreads the contents released on a day over some partitions. */
final class ReleaseLots {
    static final int COUNT = 16;

    private ReleaseLots() {}

    static byte of(ContentId id) {
        return (byte) Math.floorMod(id.value().getLeastSignificantBits(), COUNT);
    }
}

package dev.agentpost.mail.mailboxstore;

/** UIDs from one to another, both included. */
public record UidRange(long first, long last) {
    public static final UidRange ALL = new UidRange(1, Long.MAX_VALUE);

    public UidRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("no range of UIDs: " + first + " to " + last);
        }
    }

    public static UidRange one(long uid) {
        return new UidRange(uid, uid);
    }

    public boolean contains(long uid) {
        return uid >= first && uid <= last;
    }
}

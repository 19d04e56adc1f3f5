package dev.agentpost.mail.mailboxstore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

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

    /** The fewest ranges that hold these UIDs and no other, ascending. */
    public static List<UidRange> runs(Collection<Long> uids) {
        List<UidRange> runs = new ArrayList<>();
        for (long uid : new TreeSet<>(uids)) {
            UidRange last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && last.last + 1 == uid) {
                runs.set(runs.size() - 1, new UidRange(last.first, uid));
            } else {
                runs.add(one(uid));
            }
        }
        return runs;
    }

    public boolean contains(long uid) {
        return uid >= first && uid <= last;
    }
}

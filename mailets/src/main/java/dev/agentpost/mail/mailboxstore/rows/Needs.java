package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.rows.Change.Append;
import dev.agentpost.mail.mailboxstore.rows.Change.Expunge;
import dev.agentpost.mail.mailboxstore.rows.Change.ResetRecent;
import dev.agentpost.mail.mailboxstore.rows.Change.UpdateFlags;
import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * What must be read before changes can be planned.
 *
 * @param uids of the messages that they touch
 * @param pages that they touch, but for those of new messages
 */
record Needs(int appends, SortedSet<Long> uids, SortedSet<Long> pages) {

    static Needs of(Collection<Pending<?>> waiting) {
        int appends = 0;
        SortedSet<Long> uids = new TreeSet<>();
        SortedSet<Long> pages = new TreeSet<>();
        for (Pending<?> pending : waiting) {
            if (pending.change() instanceof Append) {
                appends++;
            } else if (pending.change() instanceof UpdateFlags flags) {
                uids.add(flags.uid());
            } else if (pending.change() instanceof Expunge expunge) {
                uids.add(expunge.uid());
            } else if (pending.change() instanceof ResetRecent recent) {
                pages.add(recent.page());
            }
        }
        uids.forEach(uid -> pages.add(Page.numberOf(uid)));
        return new Needs(appends, uids, pages);
    }

    /** With the page that the next message comes to, so that it is known when one does. */
    Set<Long> pages(long lastUid) {
        SortedSet<Long> all = new TreeSet<>(pages);
        LongStream.rangeClosed(Page.numberOf(lastUid + 1), Page.numberOf(lastUid + Math.max(1, appends)))
                .forEach(all::add);
        return all;
    }

    Set<Long> rows(FolderPages folder) {
        SortedSet<Long> live = new TreeSet<>(uids);
        live.removeIf(uid -> !folder.isLive(uid));
        return live;
    }
}

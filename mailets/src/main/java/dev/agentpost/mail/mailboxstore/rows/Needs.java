package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.rows.Change.Append;
import dev.agentpost.mail.mailboxstore.rows.Change.Expunge;
import dev.agentpost.mail.mailboxstore.rows.Change.ResetRecent;
import dev.agentpost.mail.mailboxstore.rows.Change.UpdateFlags;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What must be read before changes can be planned.
 *
 * @param uids of the messages that they touch
 * @param pages that they touch, but for those of new messages
 * @param claims that new messages make
 */
record Needs(int appends, SortedSet<Long> uids, SortedSet<Long> pages, Set<String> claims) {

    static Needs of(Collection<Pending<?>> waiting) {
        int appends = 0;
        SortedSet<Long> uids = new TreeSet<>();
        SortedSet<Long> pages = new TreeSet<>();
        Set<String> claims = new HashSet<>();
        for (Pending<?> pending : waiting) {
            if (pending.change() instanceof Append append) {
                appends++;
                append.message().claim().map(CopyClaim::name).ifPresent(claims::add);
            } else if (pending.change() instanceof UpdateFlags flags) {
                uids.add(flags.uid());
            } else if (pending.change() instanceof Expunge expunge) {
                uids.add(expunge.uid());
            } else if (pending.change() instanceof ResetRecent recent) {
                pages.add(recent.page());
            }
        }
        uids.forEach(uid -> pages.add(Page.numberOf(uid)));
        return new Needs(appends, uids, pages, claims);
    }

    /** Of a folder that is not known: the first page too, as most have no other. */
    Set<Long> pagesOfUnknown() {
        return pages(0);
    }

    /** With the page that the next message comes to, so that it is known when one does. */
    Set<Long> pages(FolderPages folder) {
        Set<Long> all = pages(folder.head().lastUid());
        held(folder).forEach(held -> all.add(Page.numberOf(held.uid())));
        return all;
    }

    private Set<Long> pages(long lastUid) {
        SortedSet<Long> all = new TreeSet<>(pages);
        LongStream.rangeClosed(Page.numberOf(lastUid + 1), Page.numberOf(lastUid + Math.max(1, appends)))
                .forEach(all::add);
        return all;
    }

    /** With the messages that a delivery may take over. */
    Set<Long> rows(FolderPages folder) {
        SortedSet<Long> live = new TreeSet<>(uids);
        held(folder).filter(held -> held.heldBy().isEmpty()).forEach(held -> live.add(held.uid()));
        live.removeIf(uid -> !folder.isLive(uid));
        return live;
    }

    private Stream<HeldClaim> held(FolderPages folder) {
        return claims.stream().map(folder.claims()::get).filter(Objects::nonNull);
    }
}

package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.FolderHead;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder's head and pages of it, of one moment.
 *
 * @param pages by their number; with some read of all, those that were asked for, the empty ones included
 */
public record FolderPages(FolderHead head, NavigableMap<Long, Page> pages) {
    public FolderPages {
        pages = Collections.unmodifiableNavigableMap(pages);
    }

    boolean covers(Set<Long> numbers) {
        return pages.keySet().containsAll(numbers);
    }

    boolean isLive(long uid) {
        Page page = pages.get(Page.numberOf(uid));
        return page != null && page.has(PageBit.LIVE, uid);
    }

    /** Without the pages that are not in the set. */
    FolderPages only(Set<Long> numbers) {
        NavigableMap<Long, Page> kept = new TreeMap<>(pages);
        kept.keySet().retainAll(numbers);
        return new FolderPages(head, kept);
    }
}

package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.FolderHead;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder's head, pages and claims of it, of one moment.
 *
 * @param pages by their number; with some read of all, those that were asked for, the empty ones included
 * @param claims those that are known to be there, by their name
 */
public record FolderPages(FolderHead head, NavigableMap<Long, Page> pages, Map<String, HeldClaim> claims) {
    public FolderPages {
        pages = Collections.unmodifiableNavigableMap(pages);
        claims = Map.copyOf(claims);
    }

    public FolderPages(FolderHead head, NavigableMap<Long, Page> pages) {
        this(head, pages, Map.of());
    }

    /** With claims that were found at the same version of the head. */
    FolderPages withClaims(Map<String, HeldClaim> found) {
        Map<String, HeldClaim> all = new HashMap<>(claims);
        all.putAll(found);
        return new FolderPages(head, pages, all);
    }

    boolean covers(Set<Long> numbers) {
        return pages.keySet().containsAll(numbers);
    }

    boolean isLive(long uid) {
        Page page = pages.get(Page.numberOf(uid));
        return page != null && page.has(PageBit.LIVE, uid);
    }

    /** Without the pages that are not in the set, and without claims. */
    FolderPages only(Set<Long> numbers) {
        NavigableMap<Long, Page> kept = new TreeMap<>(pages);
        kept.keySet().retainAll(numbers);
        return new FolderPages(head, kept);
    }
}

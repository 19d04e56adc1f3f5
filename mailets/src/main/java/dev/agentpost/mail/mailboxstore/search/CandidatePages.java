package dev.agentpost.mail.mailboxstore.search;

import com.google.common.collect.AbstractIterator;
import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import dev.agentpost.mail.mailboxstore.UidIndex;

/** What the bitmaps of a folder leave of its messages, page by page, each page worked out when it is asked for. */
final class CandidatePages extends AbstractIterator<Candidates> {
    /** How many UIDs a page spans: as many as lie together in the store. */
    private static final int UIDS = 1024;

    private final UidIndex index;
    private final Condition condition;
    private final PeekingIterator<Long> live;

    CandidatePages(UidIndex index, Condition condition) {
        this.index = index;
        this.condition = condition;
        this.live = Iterators.peekingIterator(index.live().iterator());
    }

    @Override
    protected Candidates computeNext() {
        while (live.hasNext()) {
            Candidates page = page(live.peek() / UIDS);
            if (!page.isEmpty()) {
                return page;
            }
        }
        return endOfData();
    }

    private Candidates page(long number) {
        Candidates page = new Candidates();
        while (live.hasNext() && live.peek() / UIDS == number) {
            long uid = live.next();
            Condition left = condition.given(new IndexFacts(index, uid));
            if (!left.equals(Condition.NONE)) {
                page.add(uid, left);
            }
        }
        return page;
    }
}

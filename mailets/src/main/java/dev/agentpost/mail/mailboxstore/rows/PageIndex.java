package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.UidIndex;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Answers from the pages of the whole folder. Immutable. */
record PageIndex(FolderPages folder) implements UidIndex {

    @Override
    public FolderHead head() {
        return folder.head();
    }

    @Override
    public LongStream live() {
        return uids(page -> page.uids(PageBit.LIVE));
    }

    @Override
    public LongStream unseen() {
        return uids(Page::unseen);
    }

    @Override
    public LongStream recent() {
        return uids(page -> page.uids(PageBit.RECENT));
    }

    @Override
    public LongStream with(SystemFlag flag) {
        return uids(page -> page.uids(PageBit.of(flag)));
    }

    @Override
    public boolean isLive(long uid) {
        return has(uid, PageBit.LIVE);
    }

    @Override
    public boolean isRecent(long uid) {
        return has(uid, PageBit.RECENT);
    }

    @Override
    public boolean has(long uid, SystemFlag flag) {
        return has(uid, PageBit.of(flag));
    }

    private boolean has(long uid, PageBit bit) {
        Page page = folder.pages().get(Page.numberOf(uid));
        return page != null && page.has(bit, uid);
    }

    private LongStream uids(Function<Page, LongStream> of) {
        return folder.pages().values().stream().flatMapToLong(of);
    }
}

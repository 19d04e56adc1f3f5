package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;

/** What a page knows of each of its UIDs. */
public enum PageBit {
    LIVE,
    SEEN,
    DELETED,
    FLAGGED,
    ANSWERED,
    DRAFT,
    RECENT;

    static PageBit of(SystemFlag flag) {
        return switch (flag) {
            case SEEN -> SEEN;
            case DELETED -> DELETED;
            case FLAGGED -> FLAGGED;
            case ANSWERED -> ANSWERED;
            case DRAFT -> DRAFT;
        };
    }
}

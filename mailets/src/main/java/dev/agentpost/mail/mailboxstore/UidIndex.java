package dev.agentpost.mail.mailboxstore;

import java.util.stream.LongStream;

/**
 * Which UIDs of a folder are alive and what the commonest flags of them are, together with the head, all of one moment.
 * About a hundred bytes for a thousand messages: a folder of a million is answered from memory.
 */
public interface UidIndex {
    FolderHead head();

    /** Ascending, as all of these. */
    LongStream live();

    LongStream unseen();

    LongStream recent();

    LongStream with(MessageFlags.SystemFlag flag);

    boolean isLive(long uid);

    boolean isRecent(long uid);

    boolean has(long uid, MessageFlags.SystemFlag flag);
}

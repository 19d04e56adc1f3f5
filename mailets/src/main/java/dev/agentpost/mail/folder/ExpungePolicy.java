package dev.agentpost.mail.folder;

import java.util.Set;

/**
 * What becomes of expunged messages. Clients save drafts again and again, by APPEND and EXPUNGE, and move messages by
 * COPY and EXPUNGE: neither is to fill Trash.
 */
public record ExpungePolicy(ExpungeMode mode) {
    private static final Set<SystemFolder> DELETING = Set.of(SystemFolder.DRAFTS, SystemFolder.TRASH);

    public enum Fate {
        /** Moves to Trash. */
        TRASH,
        /** Is gone for good. */
        DELETE
    }

    /** Whether anything that is expunged in this folder may go to Trash: then it matters where else it stands. */
    public boolean usesTrash(String folder) {
        return mode == ExpungeMode.TRASH
                && SystemFolder.named(folder).filter(DELETING::contains).isEmpty();
    }

    /** @param standsElsewhere whether the message is in another folder of the same inbox, and stays there */
    public Fate decide(String folder, boolean standsElsewhere) {
        return usesTrash(folder) && !standsElsewhere ? Fate.TRASH : Fate.DELETE;
    }
}

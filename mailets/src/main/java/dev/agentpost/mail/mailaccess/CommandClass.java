package dev.agentpost.mail.mailaccess;

/** What an IMAP command does, as far as permission is concerned. */
public enum CommandClass {
    /** Touches no mailbox: CAPABILITY, NOOP, IDLE, ENABLE, … */
    SESSION(false, false),
    /** Opens, lists or searches: SELECT, EXAMINE, LIST, STATUS, SEARCH, GETQUOTA, … */
    READ(false, false),
    /** Reads messages, and marks them seen unless it peeks. */
    FETCH(false, false),
    /** Changes flags; which ones decides, see {@link FlagChange}. */
    STORE(false, true),
    /** SUBSCRIBE and UNSUBSCRIBE: a note for clients, no mail. */
    SUBSCRIBE(false, false),
    UNSELECT(false, false),
    /** Expunges, then unselects. */
    CLOSE(false, false),
    EXPUNGE(true, true),
    MOVE(true, true),
    COPY(true, false),
    APPEND(true, false),
    /** CREATE, DELETE, RENAME. */
    FOLDER(true, false),
    SET_METADATA(true, false);

    private final boolean needsWriteScope;
    private final boolean changesSelected;

    CommandClass(boolean needsWriteScope, boolean changesSelected) {
        this.needsWriteScope = needsWriteScope;
        this.changesSelected = changesSelected;
    }

    boolean needsWriteScope() {
        return needsWriteScope;
    }

    /** True when the selected mailbox would change, which EXAMINE rules out. */
    boolean changesSelected() {
        return changesSelected;
    }
}

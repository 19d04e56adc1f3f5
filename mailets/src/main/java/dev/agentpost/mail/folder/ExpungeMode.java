package dev.agentpost.mail.folder;

/** What the operator wants expunging to be. */
public enum ExpungeMode {
    /** Expunged messages go to Trash. */
    TRASH,
    /** As RFC 3501 has it: expunged messages are gone. */
    DELETE
}

package dev.agentpost.mail.mailboxstore;

/** A folder does not exist, or no longer. */
public final class FolderGoneException extends RuntimeException {
    public FolderGoneException(FolderId folder) {
        super("folder " + folder + " does not exist");
    }
}

package dev.agentpost.mail.mailboxstore;

/** A folder has more changes waiting than it may, or other nodes kept changing it: to be tried again later. */
public final class FolderBusyException extends RuntimeException {
    public FolderBusyException(FolderId folder, String reason) {
        super("folder " + folder + " is busy: " + reason);
    }
}

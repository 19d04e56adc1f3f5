package dev.agentpost.mail.mailboxstore;

/**
 * One folder of one inbox.
 *
 * @param owner the address of the inbox
 * @param name of the whole path, {@code INBOX} or {@code Projects.2026}, as it was first spelled; no other folder of the
 *     owner has the same {@link dev.agentpost.mail.folder.FolderName#key}
 * @param uidValidity RFC 3501 section 2.3.1.1
 */
public record Folder(FolderId id, String owner, String name, long uidValidity) {
    public Folder withName(String newName) {
        return new Folder(id, owner, newName, uidValidity);
    }
}

package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.FolderId;
import org.apache.james.mailbox.model.MailboxId;

/** A folder as James names it. */
public record FolderMailboxId(FolderId folder) implements MailboxId {

    public static final class Factory implements MailboxId.Factory {
        @Override
        public MailboxId fromString(String serialized) {
            return new FolderMailboxId(FolderId.of(serialized));
        }
    }

    /** @throws ClassCastException when the id is another store's */
    static FolderId folderOf(MailboxId id) {
        return ((FolderMailboxId) id).folder();
    }

    @Override
    public String serialize() {
        return folder.toString();
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}

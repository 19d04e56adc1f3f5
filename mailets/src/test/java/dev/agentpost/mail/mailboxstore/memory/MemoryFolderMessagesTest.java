package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderMessagesContract;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import java.time.Clock;

class MemoryFolderMessagesTest implements FolderMessagesContract {
    private final FolderRows rows = new MemoryFolderRows();
    private final FolderMessages messages = new RowFolderMessages(rows, LaneLimits.DEFAULT, Clock.systemUTC());
    private final FolderMessages otherNode = new RowFolderMessages(rows, LaneLimits.DEFAULT, Clock.systemUTC());

    @Override
    public FolderMessages testee() {
        return messages;
    }

    @Override
    public FolderMessages otherNode() {
        return otherNode;
    }
}

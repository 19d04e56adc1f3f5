package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.util.Date;
import java.util.Optional;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.ThreadId;

/** What James tells of a message in its events. */
public final class MetaData {
    private MetaData() {}

    public static MessageMetaData of(StoredMessage row, boolean recent) {
        ContentMessageId id = new ContentMessageId(row.contentId());
        return new MessageMetaData(
                MessageUid.of(row.uid()),
                ModSeq.of(row.modSeq()),
                JamesFlags.of(row.flags(), recent),
                row.sizeBytes(),
                Date.from(row.internalDate()),
                Optional.of(Date.from(row.saveDate())),
                id,
                ThreadId.fromBaseMessageId(id));
    }
}

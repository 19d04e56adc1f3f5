package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.Appended;
import dev.agentpost.mail.mailboxstore.UidRange;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;

/** UIDs of James. */
final class Uids {
    private Uids() {}

    static UidRange range(MessageRange range) {
        return switch (range.getType()) {
            case ALL -> UidRange.ALL;
            case FROM -> new UidRange(first(range), Long.MAX_VALUE);
            case ONE -> UidRange.one(first(range));
            case RANGE -> new UidRange(first(range), range.getUidTo().asLong());
        };
    }

    /** A client may ask for UID 0, which no message has. */
    private static long first(MessageRange range) {
        return Math.max(1, range.getUidFrom().asLong());
    }

    static void learn(MailboxMessage message, Appended appended) {
        message.setUid(MessageUid.of(appended.uid()));
        message.setModSeq(ModSeq.of(appended.modSeq()));
    }

    /** Messages in a row that are in one mailbox. */
    record Group(MailboxId mailbox, List<MailboxMessage> messages) {}

    static List<Group> byMailbox(List<MailboxMessage> messages) {
        List<Group> groups = new ArrayList<>();
        for (MailboxMessage message : messages) {
            if (groups.isEmpty() || !groups.get(groups.size() - 1).mailbox().equals(message.getMailboxId())) {
                groups.add(new Group(message.getMailboxId(), new ArrayList<>()));
            }
            groups.get(groups.size() - 1).messages().add(message);
        }
        return groups;
    }
}

package dev.agentpost.mail.mailboxstore.james;

import org.apache.james.mailbox.MailboxSession;

/**
 * What a session may do to mailboxes, whatever the command that it carries out was let through. The second barrier: who
 * decides about commands, with words for the client, stands before it, and a mistake there is not to write.
 */
public enum SessionRights {
    ALL,
    /** All but {@code \Deleted} and {@code \Draft} may be set and cleared; folders may be subscribed to. */
    READ_AND_MARK;

    private static final String ATTRIBUTE = "dev.agentpost.mail.rights";

    /** Sessions that were given nothing, such as those of deliveries, have {@link #ALL}. */
    static SessionRights of(MailboxSession session) {
        return (SessionRights) session.getAttributes().getOrDefault(ATTRIBUTE, ALL);
    }

    public void give(MailboxSession session) {
        session.getAttributes().put(ATTRIBUTE, this);
    }
}

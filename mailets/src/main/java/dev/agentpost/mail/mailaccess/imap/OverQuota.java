package dev.agentpost.mail.mailaccess.imap;

import org.apache.james.mailbox.MailboxSession;

/** A note from the processor that met the quota to the answer that James words as a general failure. */
final class OverQuota {
    static final String ANSWER = "[OVERQUOTA] storage quota exceeded";

    private static final String ATTRIBUTE = "dev.agentpost.mail.over-quota";

    private OverQuota() {}

    static void note(MailboxSession session) {
        session.getAttributes().put(ATTRIBUTE, true);
    }

    /** True once for each note. */
    static boolean take(MailboxSession session) {
        return session != null && session.getAttributes().remove(ATTRIBUTE) != null;
    }
}

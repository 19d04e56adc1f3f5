package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.mailaccess.MailAccess;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.ExamineRequest;
import org.apache.james.imap.message.request.SelectRequest;

/** How the selected mailbox was opened; James forgets it. */
final class Selection {
    private static final String ATTRIBUTE = "dev.agentpost.mail.read-only";

    private Selection() {}

    static boolean isReadOnly(ImapSession session) {
        return session.getAttribute(ATTRIBUTE) != null;
    }

    /** To be called when a SELECT or EXAMINE has succeeded; other requests change nothing. */
    static void opened(ImapRequest request, ImapSession session) {
        if (request instanceof ExamineRequest) {
            session.setAttribute(ATTRIBUTE, true);
        } else if (request instanceof SelectRequest) {
            session.setAttribute(ATTRIBUTE, null);
        }
    }

    static boolean isReadOnlyAfter(ImapRequest request, MailAccess before) {
        return request instanceof ExamineRequest || (before.readOnlySelection() && !(request instanceof SelectRequest));
    }
}

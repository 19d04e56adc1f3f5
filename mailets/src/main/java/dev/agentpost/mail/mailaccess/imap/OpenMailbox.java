package dev.agentpost.mail.mailaccess.imap;

import java.util.Optional;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MessageManager;

/**
 * The manager of the mailbox that a session has selected, so that it is looked up once. It goes by the mailbox's id: that
 * another session gives the mailbox a new name is nothing to it, and of one that was deleted it finds no messages.
 */
record OpenMailbox(SelectedMailbox selected, MessageManager manager) {
    private static final String ATTRIBUTE = "dev.agentpost.mail.open-mailbox";

    /** Empty until it is kept, and when another mailbox, or the same once more, has been selected since. */
    static Optional<MessageManager> of(ImapSession session) {
        return session.getAttribute(ATTRIBUTE) instanceof OpenMailbox open
                        && open.selected == session.getSelected()
                        && !open.selected.isDeletedByOtherSession()
                ? Optional.of(open.manager)
                : Optional.empty();
    }

    static void keep(MessageManager manager, SelectedMailbox selected, ImapSession session) {
        session.setAttribute(ATTRIBUTE, new OpenMailbox(selected, manager));
    }
}

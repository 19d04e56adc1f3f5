package dev.agentpost.mail.mailaccess.imap;

import java.util.List;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.message.response.ImapResponseMessage;

/**
 * An untagged LIST, LSUB or XLIST.
 *
 * @param name decoded
 * @param subscribedBelow the CHILDINFO of RFC 5258 is to be said
 */
record FolderLine(ImapCommand command, List<String> attributes, String name, boolean subscribedBelow)
        implements ImapResponseMessage {}

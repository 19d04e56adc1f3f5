package dev.agentpost.mail.mailaccess.imap;

import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.message.request.IDRequest;

/** ID (RFC 2971). What the client says of itself is not used, so no form of it is refused, as James's parser would. */
public final class IdCommandParser extends AbstractImapCommandParser {

    @Inject
    public IdCommandParser(StatusResponseFactory statusResponseFactory) {
        super(ImapConstants.ID_COMMAND, statusResponseFactory);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) {
        return new IDRequest(tag, Optional.empty());
    }
}

package dev.agentpost.mail.mailaccess.imap;

import javax.inject.Inject;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.GetQuotaCommandParser;
import org.apache.james.imap.message.request.GetQuotaRequest;

/** GETQUOTA, whose root is any string (RFC 2087 section 4.2); James's parser takes atoms only. */
public final class InboxQuotaCommandParser extends GetQuotaCommandParser {

    @Inject
    public InboxQuotaCommandParser(StatusResponseFactory statusResponses) {
        super(statusResponses);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        String root = request.astring();
        request.eol();
        return new GetQuotaRequest(tag, root);
    }
}

package dev.agentpost.mail.mailaccess.imap;

import javax.inject.Inject;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.FetchCommandParser;
import org.apache.james.imap.message.request.FetchRequest;

/**
 * FETCH as RFC 3501 and RFC 7162 have it. James's parser takes names of header fields in quotes or literals for what they
 * are not, modifiers behind parentheses and in upper case only, and sections that there cannot be.
 */
public final class InboxFetchCommandParser extends FetchCommandParser {

    @Inject
    public InboxFetchCommandParser(StatusResponseFactory statusResponses) {
        super(statusResponses);
    }

    @Override
    protected ImapRequest decode(ImapRequestLineReader request, Tag tag, boolean useUids, ImapSession session)
            throws DecodingException {
        IdRange[] messages = request.parseIdRange(session);
        FetchData wanted = new FetchItemReader(request, useUids).read();
        request.eol();
        return new FetchRequest(useUids, messages, wanted, tag);
    }
}

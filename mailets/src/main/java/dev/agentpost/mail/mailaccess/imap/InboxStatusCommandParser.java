package dev.agentpost.mail.mailaccess.imap;

import javax.inject.Inject;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.StatusCommandParser;
import org.apache.james.imap.message.request.StatusRequest;

/** STATUS with at least one item (RFC 3501 section 9); James's parser takes none, and words with spaces in them. */
public final class InboxStatusCommandParser extends StatusCommandParser {

    @Inject
    public InboxStatusCommandParser(StatusResponseFactory statusResponses) {
        super(statusResponses);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader reader, Tag tag, ImapSession session) throws DecodingException {
        String mailbox = reader.mailbox();
        StatusDataItems items = new FolderListReader(reader).statusItems();
        reader.eol();
        return new StatusRequest(mailbox, items, tag);
    }
}

package dev.agentpost.mail.mailaccess.imap;

import javax.inject.Inject;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.ExamineCommandParser;

/** EXAMINE with {@link OpeningParameters}. */
public final class InboxExamineCommandParser extends ExamineCommandParser {

    @Inject
    public InboxExamineCommandParser(StatusResponseFactory statusResponses) {
        super(statusResponses);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader reader, Tag tag, ImapSession session) throws DecodingException {
        String mailbox = reader.mailbox();
        return OpeningParameters.read(reader).request(mailbox, tag, this::createRequest);
    }
}

package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.folder.FolderPattern;
import dev.agentpost.mail.folder.FolderQuery;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/** LSUB (RFC 3501 section 6.3.9). */
public final class LsubCommandParser extends AbstractImapCommandParser {

    @Inject
    public LsubCommandParser(StatusResponseFactory statusResponseFactory) {
        super(ImapConstants.LSUB_COMMAND, statusResponseFactory);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        FolderListReader reader = new FolderListReader(request);
        List<FolderPattern> patterns = reader.plainPattern();
        reader.end();
        FolderQuery query = new FolderQuery(
                patterns, Set.of(FolderQuery.Selection.SUBSCRIBED, FolderQuery.Selection.LEVELS_OF_SUBSCRIBED));
        return new FolderListRequest(ImapConstants.LSUB_COMMAND, tag, query, false, Optional.empty());
    }
}

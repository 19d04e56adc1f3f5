package dev.agentpost.mail.login.imap;

import java.nio.charset.StandardCharsets;
import javax.inject.Inject;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/** LOGIN (RFC 3501 section 6.2.3). The user name is not judged here: whatever it is, it is a wrong credential at most. */
public final class InboxLoginCommandParser extends AbstractImapCommandParser {

    @Inject
    public InboxLoginCommandParser(StatusResponseFactory statusResponseFactory) {
        super(ImapConstants.LOGIN_COMMAND, statusResponseFactory);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        String username = request.astring(StandardCharsets.UTF_8);
        String secret = request.astring(StandardCharsets.UTF_8);
        request.eol();
        return new InboxLoginRequest(tag, new Credentials(username, secret));
    }
}

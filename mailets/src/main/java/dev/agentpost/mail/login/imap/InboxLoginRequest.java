package dev.agentpost.mail.login.imap;

import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** A LOGIN command whose user name may be anything: James's own request cannot hold what is no address. */
public final class InboxLoginRequest extends AbstractImapRequest {
    private final Credentials credentials;

    InboxLoginRequest(Tag tag, Credentials credentials) {
        super(tag, ImapConstants.LOGIN_COMMAND);
        this.credentials = credentials;
    }

    Credentials credentials() {
        return credentials;
    }

    @Override
    public String toString() {
        return "LOGIN ***";
    }
}

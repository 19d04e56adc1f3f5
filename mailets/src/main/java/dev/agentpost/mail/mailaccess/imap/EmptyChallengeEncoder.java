package dev.agentpost.mail.mailaccess.imap;

import java.io.IOException;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.encode.ImapResponseEncoder;
import org.apache.james.imap.message.response.AuthenticateResponse;

/** The empty challenge of AUTHENTICATE: with the space of RFC 3501's continue-req, which James leaves out. */
public final class EmptyChallengeEncoder implements ImapResponseEncoder<AuthenticateResponse> {

    @Override
    public Class<AuthenticateResponse> acceptableMessages() {
        return AuthenticateResponse.class;
    }

    @Override
    public void encode(AuthenticateResponse response, ImapResponseComposer composer) throws IOException {
        composer.continuationResponse("");
    }
}

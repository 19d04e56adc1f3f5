package dev.agentpost.mail.mailaccess.imap;

import java.util.Optional;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest;
import org.apache.james.imap.message.response.ExistsResponse;
import org.apache.james.mailbox.model.UidValidity;

/**
 * James's answers to one SELECT or EXAMINE, of which the tagged one is held back. The number of messages is that of the
 * sequence numbers of the session: James reads it anew, and announces as gone what the client never heard of.
 */
final class OpeningAnswers implements Responder {
    private final Responder delegate;
    private final AbstractMailboxSelectionRequest request;
    private final ImapSession session;
    private Optional<StatusResponse> tagged = Optional.empty();
    private boolean sameUidValidity;
    private long highestModSeq;

    OpeningAnswers(Responder delegate, AbstractMailboxSelectionRequest request, ImapSession session) {
        this.delegate = delegate;
        this.request = request;
        this.session = session;
    }

    @Override
    public void respond(ImapResponseMessage message) {
        if (message instanceof ExistsResponse) {
            delegate.respond(new ExistsResponse(session.getSelected().existsCount()));
        } else if (message instanceof StatusResponse status && status.getTag() != null) {
            tagged = Optional.of(status);
        } else {
            if (message instanceof StatusResponse status && status.getResponseCode() != null) {
                note(status.getResponseCode());
            }
            delegate.respond(message);
        }
    }

    private void note(StatusResponse.ResponseCode code) {
        switch (code.getCode()) {
            case "UIDVALIDITY" ->
                sameUidValidity = UidValidity.isValid(code.getNumber())
                        && request.getLastKnownUidValidity().correspondsTo(UidValidity.of(code.getNumber()));
            case "HIGHESTMODSEQ" -> highestModSeq = code.getNumber();
            default -> {}
        }
    }

    /** True when the mailbox is open and its UIDs are those that the client knows. */
    boolean isSameMailbox() {
        return sameUidValidity
                && tagged.filter(status -> status.getServerResponseType() == StatusResponse.Type.OK)
                        .isPresent();
    }

    long highestModSeq() {
        return highestModSeq;
    }

    void finish() {
        tagged.ifPresent(delegate::respond);
    }

    @Override
    public void flush() {
        delegate.flush();
    }
}

package dev.agentpost.mail.mailaccess.imap;

import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest;
import org.apache.james.imap.message.response.ExistsResponse;
import org.apache.james.imap.message.response.RecentResponse;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.UidValidity;

/**
 * James's answers to one SELECT or EXAMINE, of which the tagged one is held back. The number of messages is that of the
 * sequence numbers of the session: James reads it anew, and announces as gone what the client never heard of.
 */
final class OpeningAnswers implements Responder {
    private final Responder delegate;
    private final AbstractMailboxSelectionRequest request;
    private final ImapSession session;
    private final Optional<MailboxId> before;
    private final Set<MessageUid> recentBefore;
    private Optional<StatusResponse> tagged = Optional.empty();
    private boolean sameUidValidity;
    private long highestModSeq;

    /** @param before what was open until now */
    OpeningAnswers(
            Responder delegate,
            AbstractMailboxSelectionRequest request,
            ImapSession session,
            Optional<SelectedMailbox> before) {
        this.delegate = delegate;
        this.request = request;
        this.session = session;
        this.before = before.map(SelectedMailbox::getMailboxId);
        this.recentBefore =
                before.map(SelectedMailbox::getRecent).map(Set::copyOf).orElse(Set.of());
    }

    @Override
    public void respond(ImapResponseMessage message) {
        if (message instanceof ExistsResponse) {
            delegate.respond(new ExistsResponse(session.getSelected().existsCount()));
        } else if (message instanceof RecentResponse) {
            delegate.respond(new RecentResponse(recent(session.getSelected())));
        } else if (message instanceof StatusResponse status && status.getTag() != null) {
            tagged = Optional.of(status);
        } else {
            if (message instanceof StatusResponse status && status.getResponseCode() != null) {
                note(status.getResponseCode());
            }
            delegate.respond(message);
        }
    }

    /** What was recent in this session stays so when it opens the mailbox again: no other has been told of it first. */
    private int recent(SelectedMailbox opened) {
        if (before.filter(opened.getMailboxId()::equals).isPresent()) {
            recentBefore.stream()
                    .filter(uid -> opened.msn(uid).asInt().isPresent())
                    .forEach(opened::addRecent);
        }
        return opened.recentCount();
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

package dev.agentpost.mail.mailaccess.imap;

import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
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
final class OpeningAnswers {
    private final AbstractMailboxSelectionRequest request;
    private final ImapSession session;
    private final Optional<MailboxId> before;
    private final Set<MessageUid> recentBefore;
    private Optional<StatusResponse> tagged = Optional.empty();
    private boolean sameUidValidity;
    private long highestModSeq;

    /** @param before what was open until now */
    OpeningAnswers(AbstractMailboxSelectionRequest request, ImapSession session, Optional<SelectedMailbox> before) {
        this.request = request;
        this.session = session;
        this.before = before.map(SelectedMailbox::getMailboxId);
        this.recentBefore =
                before.map(SelectedMailbox::getRecent).map(Set::copyOf).orElse(Set.of());
    }

    Optional<ImapResponseMessage> passed(ImapResponseMessage message) {
        if (message instanceof ExistsResponse) {
            return Optional.of(new ExistsResponse(session.getSelected().existsCount()));
        }
        if (message instanceof RecentResponse) {
            return Optional.of(new RecentResponse(recent(session.getSelected())));
        }
        if (message instanceof StatusResponse status && status.getTag() != null) {
            tagged = Optional.of(status);
            return Optional.empty();
        }
        if (message instanceof StatusResponse status && status.getResponseCode() != null) {
            note(status.getResponseCode());
        }
        return Optional.of(message);
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

    /** What was held back. */
    Optional<StatusResponse> tagged() {
        return tagged;
    }
}

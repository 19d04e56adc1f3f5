package dev.agentpost.mail.mailaccess.imap;

import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.mailbox.MessageSequenceNumber;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;

/** FETCH answers that tell of flags. */
final class FlagsAnswer {
    private FlagsAnswer() {}

    /** Null stands for what is not told, as James has it. */
    static FetchResponse of(MessageSequenceNumber number, Flags flags, MessageUid uid, ModSeq modSeq) {
        return new FetchResponse(number, flags, uid, null, modSeq, null, null, null, null, null, null, null, null);
    }

    /** Empty when the session has not heard of the message. */
    static Optional<MessageSequenceNumber> number(SelectedMailbox selected, MessageUid uid) {
        return selected.msn(uid).foldSilent(Optional::empty, Optional::of);
    }

    /** A copy of those that the store has, of which {@code \Recent} is for the session to say (RFC 3501 section 2.3.2). */
    static Flags inSession(Flags stored, MessageUid uid, SelectedMailbox selected) {
        Flags flags = new Flags(stored);
        if (selected.isRecent(uid)) {
            flags.add(Flags.Flag.RECENT);
        } else {
            flags.remove(Flags.Flag.RECENT);
        }
        return flags;
    }
}

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
}

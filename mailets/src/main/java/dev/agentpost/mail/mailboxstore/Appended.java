package dev.agentpost.mail.mailboxstore;

import java.util.Optional;

/**
 * Where a new message is.
 *
 * @param uid the UID it got; of a message that was there before, the UID that the first one got
 * @param modSeq 0 when it was there before
 * @param wasThere nothing was stored: the delivery id was seen before, and the first message may be expunged by now; or
 *     the message that has the claim is in the folder
 * @param taken when the delivery took over a copy that was there: what became of its flags
 * @param replaced the copy that was there, and went as this one came
 */
public record Appended(
        long uid, long modSeq, boolean wasThere, Optional<FlagsChange> taken, Optional<StoredMessage> replaced) {

    public Appended(long uid, long modSeq, boolean wasThere) {
        this(uid, modSeq, wasThere, Optional.empty(), Optional.empty());
    }

    /** What the message has that was to have these: with those of the copy that it replaced. */
    public MessageFlags flags(MessageFlags own) {
        return replaced.map(old -> new FlagsUpdate(FlagsUpdate.Mode.ADD, old.flags()).applyTo(own))
                .orElse(own);
    }

    public static Appended there(long uid) {
        return new Appended(uid, 0, true);
    }
}

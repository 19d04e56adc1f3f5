package dev.agentpost.mail.mailboxstore;

import com.google.common.collect.Sets;
import java.util.OptionalLong;

/**
 * What STORE does to the flags of a message (RFC 3501 section 6.4.6).
 *
 * @param unchangedSince leaves alone what was changed after this modification sequence (RFC 7162 section 3.1.3); with 0,
 *     what has one of the flags
 */
public record FlagsUpdate(Mode mode, MessageFlags flags, OptionalLong unchangedSince) {
    public enum Mode {
        ADD,
        REMOVE,
        REPLACE
    }

    public FlagsUpdate(Mode mode, MessageFlags flags) {
        this(mode, flags, OptionalLong.empty());
    }

    public FlagsUpdate ifUnchangedSince(long modSeq) {
        return new FlagsUpdate(mode, flags, OptionalLong.of(modSeq));
    }

    public boolean holdsFor(StoredMessage message) {
        if (unchangedSince.isEmpty()) {
            return true;
        }
        long modSeq = unchangedSince.getAsLong();
        return modSeq == 0 ? !mayExistOn(message) : message.modSeq() <= modSeq;
    }

    /** A system flag always exists, whether it is set or not. */
    private boolean mayExistOn(StoredMessage message) {
        return !flags.system().isEmpty()
                || !Sets.intersection(flags.keywords(), message.flags().keywords())
                        .isEmpty();
    }

    public MessageFlags applyTo(MessageFlags old) {
        return switch (mode) {
            case REPLACE -> flags;
            case ADD ->
                new MessageFlags(
                        Sets.union(old.system(), flags.system()), Sets.union(old.keywords(), flags.keywords()));
            case REMOVE ->
                new MessageFlags(
                        Sets.difference(old.system(), flags.system()),
                        Sets.difference(old.keywords(), flags.keywords()));
        };
    }
}

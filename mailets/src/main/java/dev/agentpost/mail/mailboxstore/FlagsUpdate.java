package dev.agentpost.mail.mailboxstore;

import com.google.common.collect.Sets;

/** What STORE does to the flags of a message (RFC 3501 section 6.4.6). */
public record FlagsUpdate(Mode mode, MessageFlags flags) {
    public enum Mode {
        ADD,
        REMOVE,
        REPLACE
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

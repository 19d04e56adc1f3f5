package dev.agentpost.mail.inbox;

import dev.agentpost.mail.core.PrefixedId;

/** Names one inbox: {@code inb_} and a ULID. */
public record InboxId(String value) {
    private static final PrefixedId FORM = new PrefixedId("inb_");

    /** @throws IllegalArgumentException when the value has another form */
    public InboxId {
        FORM.check(value);
    }

    public static InboxId of(String value) {
        return new InboxId(value);
    }

    public static InboxId generate() {
        return new InboxId(FORM.generate());
    }

    /** True when the value has the right form; whether it names anything is the store's to say. */
    public static boolean isValid(String value) {
        return FORM.isValid(value);
    }

    @Override
    public String toString() {
        return value;
    }
}

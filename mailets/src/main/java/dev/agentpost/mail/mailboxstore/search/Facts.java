package dev.agentpost.mail.mailboxstore.search;

/** Something that was read of one message. */
@FunctionalInterface
public interface Facts {
    /** {@link Verdict#OPEN} for what these facts do not tell. */
    Verdict on(Trait trait);
}

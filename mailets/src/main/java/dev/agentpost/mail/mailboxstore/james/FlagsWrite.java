package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.FlagsChange;
import dev.agentpost.mail.mailboxstore.FlagsUpdate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.james.mailbox.MessageUid;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The condition of a STORE (RFC 7162 section 3.1.3), which reaches the write in the subscriber's context: James looks first
 * and writes then, and of two clients both would win. Safe for use by many threads.
 */
public final class UnchangedSince {
    private final long modSeq;
    private final ConcurrentSkipListSet<MessageUid> refused = new ConcurrentSkipListSet<>();

    public UnchangedSince(long modSeq) {
        this.modSeq = modSeq;
    }

    public Context addTo(Context context) {
        return context.put(UnchangedSince.class, this);
    }

    /** The messages that were left alone, ascending. */
    public Collection<MessageUid> refused() {
        return List.copyOf(refused);
    }

    static Optional<UnchangedSince> of(ContextView context) {
        return context.getOrEmpty(UnchangedSince.class);
    }

    FlagsUpdate conditional(FlagsUpdate update) {
        return update.ifUnchangedSince(modSeq);
    }

    void note(List<FlagsChange> changes) {
        changes.stream()
                .filter(FlagsChange::refused)
                .map(change -> MessageUid.of(change.after().uid()))
                .forEach(refused::add);
    }
}

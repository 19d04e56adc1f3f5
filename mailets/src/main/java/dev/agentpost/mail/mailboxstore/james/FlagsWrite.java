package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.FlagsChange;
import dev.agentpost.mail.mailboxstore.FlagsUpdate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * What a STORE has to do with the write itself, which it reaches in the subscriber's context: the condition of RFC 7162
 * section 3.1.3, and the modification sequences that its changes got. James looks before the write and after it, and what
 * another client does in between is lost. Safe for use by many threads.
 */
public final class FlagsWrite {
    private final OptionalLong unchangedSince;
    private final ConcurrentSkipListSet<MessageUid> refused = new ConcurrentSkipListSet<>();
    private final Map<MessageUid, ModSeq> modSeqs = new ConcurrentHashMap<>();

    private FlagsWrite(OptionalLong unchangedSince) {
        this.unchangedSince = unchangedSince;
    }

    public static FlagsWrite unconditional() {
        return new FlagsWrite(OptionalLong.empty());
    }

    public static FlagsWrite ifUnchangedSince(long modSeq) {
        return new FlagsWrite(OptionalLong.of(modSeq));
    }

    public Context addTo(Context context) {
        return context.put(FlagsWrite.class, this);
    }

    /** The messages that were left alone, ascending. */
    public Collection<MessageUid> refused() {
        return List.copyOf(refused);
    }

    /** Of a message that was not left alone, as the write left it. */
    public Optional<ModSeq> modSeq(MessageUid uid) {
        return Optional.ofNullable(modSeqs.get(uid));
    }

    static Optional<FlagsWrite> of(ContextView context) {
        return context.getOrEmpty(FlagsWrite.class);
    }

    FlagsUpdate conditional(FlagsUpdate update) {
        return unchangedSince.isPresent() ? update.ifUnchangedSince(unchangedSince.getAsLong()) : update;
    }

    void note(List<FlagsChange> changes) {
        for (FlagsChange change : changes) {
            MessageUid uid = MessageUid.of(change.after().uid());
            if (change.refused()) {
                refused.add(uid);
            } else {
                modSeqs.put(uid, ModSeq.of(change.after().modSeq()));
            }
        }
    }
}

package dev.agentpost.mail.mailboxstore.james;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.Sets;
import dev.agentpost.mail.mailboxstore.FlagsChange;
import dev.agentpost.mail.mailboxstore.FlagsUpdate;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;

/** Flags of ours as James has them, and back. */
public final class JamesFlags {
    private static final ImmutableBiMap<SystemFlag, Flags.Flag> SYSTEM = ImmutableBiMap.of(
            SystemFlag.SEEN, Flags.Flag.SEEN,
            SystemFlag.DELETED, Flags.Flag.DELETED,
            SystemFlag.FLAGGED, Flags.Flag.FLAGGED,
            SystemFlag.ANSWERED, Flags.Flag.ANSWERED,
            SystemFlag.DRAFT, Flags.Flag.DRAFT);

    /** No client's keyword: it has characters that are not allowed in one. */
    private static final String MARK = "(mark)";

    private JamesFlags() {}

    public static Flags of(MessageFlags flags, boolean recent) {
        Flags james = new Flags();
        flags.system().forEach(flag -> james.add(SYSTEM.get(flag)));
        flags.keywords().forEach(james::add);
        if (recent) {
            james.add(Flags.Flag.RECENT);
        }
        return james;
    }

    /** Without {@code \Recent}, which is no flag of a message. */
    static MessageFlags of(Flags james) {
        return new MessageFlags(
                SYSTEM.entrySet().stream()
                        .filter(entry -> james.contains(entry.getValue()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                Set.of(james.getUserFlags()));
    }

    static Flags applicable(Set<String> keywords) {
        return of(new MessageFlags(EnumSet.allOf(SystemFlag.class), keywords), false);
    }

    /**
     * James does not say what its calculator adds or removes; what it makes of some flags tells.
     *
     * @param keywords all of the folder: of these can be removed
     */
    static FlagsUpdate update(FlagsUpdateCalculator calculator, Set<String> keywords) {
        Flags marked = calculator.buildNewFlags(new Flags(MARK));
        if (!marked.contains(MARK)) {
            return new FlagsUpdate(FlagsUpdate.Mode.REPLACE, of(marked));
        }
        marked.remove(MARK);
        MessageFlags added = of(marked);
        if (!added.equals(MessageFlags.NONE)) {
            return new FlagsUpdate(FlagsUpdate.Mode.ADD, added);
        }
        Flags left = calculator.buildNewFlags(applicable(keywords));
        return new FlagsUpdate(
                FlagsUpdate.Mode.REMOVE,
                new MessageFlags(
                        Sets.difference(EnumSet.allOf(SystemFlag.class), of(left).system()),
                        keywords.stream()
                                .filter(keyword -> !left.contains(keyword))
                                .collect(Collectors.toSet())));
    }

    static FlagsUpdate.Mode mode(MessageManager.FlagsUpdateMode mode) {
        return switch (mode) {
            case ADD -> FlagsUpdate.Mode.ADD;
            case REMOVE -> FlagsUpdate.Mode.REMOVE;
            case REPLACE -> FlagsUpdate.Mode.REPLACE;
        };
    }

    public static UpdatedFlags updated(FlagsChange change) {
        return UpdatedFlags.builder()
                .uid(MessageUid.of(change.after().uid()))
                .messageId(new ContentMessageId(change.after().contentId()))
                .modSeq(ModSeq.of(change.after().modSeq()))
                .oldFlags(of(change.before().flags(), change.recent()))
                .newFlags(of(change.after().flags(), change.recent()))
                .build();
    }
}

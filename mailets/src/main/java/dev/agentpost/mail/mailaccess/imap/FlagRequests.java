package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.mailaccess.FlagChange;
import java.util.List;
import java.util.stream.Stream;
import javax.mail.Flags;
import javax.mail.Flags.Flag;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.message.request.StoreRequest;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;

/** Reads and rewrites requests that change flags. */
final class FlagRequests {
    static final long NO_CONDITION = -1;
    private static final List<Flag> MARKS = List.of(Flag.SEEN, Flag.ANSWERED, Flag.FLAGGED);

    private FlagRequests() {}

    static FlagChange change(StoreRequest store) {
        Flags flags = store.getFlags();
        return new FlagChange(
                mode(store.getFlagsUpdateMode()),
                flags.contains(Flag.DELETED) || flags.contains(Flag.DRAFT),
                store.getUnchangedSince() != NO_CONDITION);
    }

    private static FlagChange.Mode mode(FlagsUpdateMode mode) {
        return switch (mode) {
            case ADD -> FlagChange.Mode.ADD;
            case REMOVE -> FlagChange.Mode.REMOVE;
            case REPLACE -> FlagChange.Mode.REPLACE;
        };
    }

    /** A replacement of flags as steps that leave {@code \Deleted} and {@code \Draft} alone: clear the others, then set. */
    static List<StoreRequest> withoutReplacing(StoreRequest store, SelectedMailbox selected) {
        Flags given = store.getFlags();
        boolean sets = given.getSystemFlags().length + given.getUserFlags().length > 0;
        StoreRequest clear = step(store, othersThan(given, selected), FlagsUpdateMode.REMOVE, sets || store.isSilent());
        return sets
                ? ImmutableList.of(clear, step(store, given, FlagsUpdateMode.ADD, store.isSilent()))
                : ImmutableList.of(clear);
    }

    private static Flags othersThan(Flags given, SelectedMailbox selected) {
        Flags others = new Flags();
        MARKS.stream().filter(mark -> !given.contains(mark)).forEach(others::add);
        Stream.of(selected.getApplicableFlags().getUserFlags())
                .filter(keyword -> !given.contains(keyword))
                .forEach(others::add);
        return others;
    }

    private static StoreRequest step(StoreRequest store, Flags flags, FlagsUpdateMode mode, boolean silent) {
        return new StoreRequest(store.getIdSet(), silent, flags, store.isUseUids(), store.getTag(), mode, NO_CONDITION);
    }

    static StoreRequest unconditional(StoreRequest store) {
        return step(store, store.getFlags(), store.getFlagsUpdateMode(), store.isSilent());
    }

    /** The same FETCH with every BODY[…] as BODY.PEEK[…]. */
    static FetchRequest peeking(FetchRequest request) {
        FetchData peeking = copy(request.getFetch(), true).build();
        return new FetchRequest(request.isUseUids(), request.getIdSet(), peeking, request.getTag());
    }

    /** James's own copy asks for MODSEQ too. */
    static FetchData.Builder copy(FetchData data, boolean peeking) {
        FetchData.Builder copy = FetchData.builder().vanished(data.getVanished());
        if (data.getChangedSince() != NO_CONDITION) {
            copy.changedSince(data.getChangedSince());
        }
        Stream.of(FetchData.Item.values()).filter(data::contains).forEach(copy::fetch);
        for (BodyFetchElement element : data.getBodyElements()) {
            copy.add(element, peeking);
        }
        return copy;
    }
}

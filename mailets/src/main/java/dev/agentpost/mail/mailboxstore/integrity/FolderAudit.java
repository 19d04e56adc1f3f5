package dev.agentpost.mail.mailboxstore.integrity;

import dev.agentpost.mail.mailboxstore.FolderId;
import java.util.List;
import reactor.core.publisher.Mono;

/** Compares what a folder says of its messages with the messages themselves, while it is in use. */
public interface FolderAudit {

    /** Compares; an error {@link dev.agentpost.mail.mailboxstore.FolderGoneException} when the folder has no head. */
    Mono<Differences> audit(FolderId folder);

    /** Compares, and where something differs makes counters and index again from the messages, in one change. */
    Mono<Differences> repair(FolderId folder);

    /**
     * Each in words, such as {@code unseen_count is 4, should be 3}.
     *
     * @param counters of the head
     * @param index of the pages of the index
     */
    record Differences(List<String> counters, List<String> index) {
        public static final Differences NONE = new Differences(List.of(), List.of());

        public Differences {
            counters = List.copyOf(counters);
            index = List.copyOf(index);
        }
    }
}

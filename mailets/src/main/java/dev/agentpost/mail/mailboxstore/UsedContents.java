package dev.agentpost.mail.mailboxstore;

import java.util.Collection;
import reactor.core.publisher.Flux;

/**
 * What the rows of folders point to, for whoever destroys what they do not. Reads are linearizable: a write under way has
 * won or can no longer win. A folder that is gone uses nothing.
 */
public interface UsedContents {
    /** The messages with these UIDs. */
    Flux<StoredMessage> at(FolderId folder, Collection<Long> uids);

    /** All messages. Reads the whole folder. */
    Flux<StoredMessage> all(FolderId folder);
}

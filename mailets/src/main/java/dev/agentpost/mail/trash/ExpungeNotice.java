package dev.agentpost.mail.trash;

import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.util.List;
import reactor.core.publisher.Mono;

/** Tells the sessions that have a folder open what was expunged in it without a session. */
public interface ExpungeNotice {
    /** @param messages as they were; not empty */
    Mono<Void> expunged(Folder folder, List<StoredMessage> messages);
}

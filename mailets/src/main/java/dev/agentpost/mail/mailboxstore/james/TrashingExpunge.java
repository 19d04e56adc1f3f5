package dev.agentpost.mail.mailboxstore.james;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.trash.Expunging;
import dev.agentpost.mail.trash.Expunging.Expunged;
import java.util.Collection;
import java.util.List;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageMetaData;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * EXPUNGE in a mailbox whose messages go to Trash, and what the sessions in either of them are told. Hooks that James
 * runs before a deletion are for what is deleted in Trash: here nothing leaves the inbox.
 */
final class TrashingExpunge {
    private final Expunging expunging;
    private final FolderEvents events;

    TrashingExpunge(Expunging expunging, EventBus bus) {
        this.expunging = expunging;
        this.events = new FolderEvents(bus);
    }

    /** Whether the mailbox is such a one. */
    boolean concerns(Mailbox mailbox) {
        return expunging.usesTrash(mailbox.getName());
    }

    /** @return those that this has taken from the mailbox */
    Flux<MessageUid> expunge(Mailbox mailbox, Collection<MessageUid> uids, MailboxSession session) {
        return JamesErrors.ofMany(
                        mailbox,
                        expunging.expunge(
                                FolderMailboxMapper.folder(mailbox),
                                Lists.transform(ImmutableList.copyOf(uids), MessageUid::asLong)))
                .concatMap(some -> tell(mailbox, some, session).thenReturn(some.left()), 1)
                .flatMapIterable(left -> Lists.transform(left, message -> MessageUid.of(message.uid())));
    }

    private Mono<Void> tell(Mailbox mailbox, Expunged some, MailboxSession session) {
        Mono<Void> added = some instanceof Expunged.Trashed trashed
                ? events.added(trash(trashed), arrived(trashed), false, session)
                : Mono.empty();
        List<StoredMessage> left = some.left();
        return left.isEmpty() ? added : added.then(Mono.defer(() -> events.expunged(mailbox, left, session)));
    }

    private static Mailbox trash(Expunged.Trashed trashed) {
        return FolderMailboxMapper.mailbox(trashed.trash());
    }

    private static List<MessageMetaData> arrived(Expunged.Trashed trashed) {
        return trashed.moved().stream()
                .map(moved -> MessageReader.arrived(moved.from(), moved.to(), trashed.saveDate()))
                .collect(ImmutableList.toImmutableList());
    }
}

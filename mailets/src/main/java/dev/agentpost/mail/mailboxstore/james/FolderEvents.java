package dev.agentpost.mail.mailboxstore.james;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.event.EventFactory;
import reactor.core.publisher.Mono;

/** What sessions, and whoever else listens, are told of a mailbox. Call it where blocking is allowed: a listener may. */
final class FolderEvents {
    private final EventBus bus;

    FolderEvents(EventBus bus) {
        this.bus = bus;
    }

    Mono<Void> added(Mailbox mailbox, Collection<MessageMetaData> messages, MailboxSession session) {
        return bus.dispatch(
                EventFactory.added()
                        .randomEventId()
                        .mailboxSession(session)
                        .mailbox(mailbox)
                        .addMetaData(messages)
                        .isDelivery(false)
                        .build(),
                new MailboxIdRegistrationKey(mailbox.getMailboxId()));
    }

    Mono<Void> expunged(Mailbox mailbox, Collection<StoredMessage> messages, MailboxSession session) {
        return bus.dispatch(
                EventFactory.expunged()
                        .randomEventId()
                        .mailboxSession(session)
                        .mailbox(mailbox)
                        .addMetaData(
                                messages.stream().map(FolderEvents::metaData).collect(ImmutableList.toImmutableList()))
                        .build(),
                new MailboxIdRegistrationKey(mailbox.getMailboxId()));
    }

    private static MessageMetaData metaData(StoredMessage row) {
        ContentMessageId id = new ContentMessageId(row.contentId());
        return new MessageMetaData(
                MessageUid.of(row.uid()),
                ModSeq.of(row.modSeq()),
                JamesFlags.of(row.flags(), false),
                row.sizeBytes(),
                Date.from(row.internalDate()),
                Optional.of(Date.from(row.saveDate())),
                id,
                ThreadId.fromBaseMessageId(id));
    }
}

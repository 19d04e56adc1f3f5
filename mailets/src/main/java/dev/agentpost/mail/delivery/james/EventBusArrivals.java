package dev.agentpost.mail.delivery.james;

import dev.agentpost.mail.delivery.Arrivals;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.util.Date;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.store.event.EventFactory;
import reactor.core.publisher.Mono;

/** Says of a message what James's own message manager says after an append: IDLE and open mailboxes live on it. */
public final class EventBusArrivals implements Arrivals {
    private final EventBus eventBus;
    private final SessionProvider sessions;
    private final MailboxId.Factory mailboxIds;
    private final MessageId.Factory messageIds;

    @Inject
    public EventBusArrivals(
            EventBus eventBus, SessionProvider sessions, MailboxId.Factory mailboxIds, MessageId.Factory messageIds) {
        this.eventBus = eventBus;
        this.sessions = sessions;
        this.mailboxIds = mailboxIds;
        this.messageIds = messageIds;
    }

    @Override
    public Mono<Void> announce(Arrival arrival) {
        Mailbox mailbox = mailbox(arrival.folder());
        MailboxSession session =
                sessions.createSystemSession(Username.of(arrival.folder().owner()));
        return Mono.from(eventBus.dispatch(
                EventFactory.added()
                        .randomEventId()
                        .mailboxSession(session)
                        .mailbox(mailbox)
                        .addMetaData(metaData(arrival.message(), arrival.received()))
                        .isDelivery(arrival.received())
                        .build(),
                new MailboxIdRegistrationKey(mailbox.getMailboxId())));
    }

    private Mailbox mailbox(Folder folder) {
        return new Mailbox(
                MailboxPath.forUser(Username.of(folder.owner()), folder.name()),
                UidValidity.of(folder.uidValidity()),
                mailboxIds.fromString(folder.id().toString()));
    }

    private MessageMetaData metaData(StoredMessage message, boolean recent) {
        Flags flags = new Flags();
        if (recent) {
            flags.add(Flags.Flag.RECENT);
        }
        if (message.flags().has(SystemFlag.SEEN)) {
            flags.add(Flags.Flag.SEEN);
        }
        MessageId messageId = messageIds.fromString(message.contentId().toString());
        return new MessageMetaData(
                MessageUid.of(message.uid()),
                ModSeq.of(message.modSeq()),
                flags,
                message.sizeBytes(),
                Date.from(message.internalDate()),
                Optional.of(Date.from(message.saveDate())),
                messageId,
                ThreadId.fromBaseMessageId(messageId));
    }
}

package dev.agentpost.mail.mailboxstore.james;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.util.Collection;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.store.event.EventFactory;
import reactor.core.publisher.Mono;

/** What sessions, and whoever else listens, are told of a mailbox. Call it where blocking is allowed: a listener may. */
final class FolderEvents {
    private final EventBus bus;

    FolderEvents(EventBus bus) {
        this.bus = bus;
    }

    /** @param isDelivery whether they came as mail, not by a client's doing */
    Mono<Void> added(
            Mailbox mailbox, Collection<MessageMetaData> messages, boolean isDelivery, MailboxSession session) {
        return bus.dispatch(
                EventFactory.added()
                        .randomEventId()
                        .mailboxSession(session)
                        .mailbox(mailbox)
                        .addMetaData(messages)
                        .isDelivery(isDelivery)
                        .build(),
                new MailboxIdRegistrationKey(mailbox.getMailboxId()));
    }

    Mono<Void> expunged(Mailbox mailbox, Collection<StoredMessage> messages, MailboxSession session) {
        return bus.dispatch(
                EventFactory.expunged()
                        .randomEventId()
                        .mailboxSession(session)
                        .mailbox(mailbox)
                        .addMetaData(messages.stream()
                                .map(message -> MetaData.of(message, false))
                                .collect(ImmutableList.toImmutableList()))
                        .build(),
                new MailboxIdRegistrationKey(mailbox.getMailboxId()));
    }
}

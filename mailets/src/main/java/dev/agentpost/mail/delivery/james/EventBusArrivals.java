package dev.agentpost.mail.delivery.james;

import dev.agentpost.mail.delivery.Arrivals;
import dev.agentpost.mail.mailboxstore.FlagsChange;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.james.FolderMailboxId;
import dev.agentpost.mail.mailboxstore.james.JamesFlags;
import dev.agentpost.mail.mailboxstore.james.MetaData;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.store.event.EventFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Says of a message what James's own message manager says after an append: IDLE and open mailboxes live on it. */
public final class EventBusArrivals implements Arrivals {
    private final EventBus eventBus;
    private final SessionProvider sessions;

    @Inject
    public EventBusArrivals(EventBus eventBus, SessionProvider sessions) {
        this.eventBus = eventBus;
        this.sessions = sessions;
    }

    @Override
    public Mono<Void> announce(Arrival arrival) {
        Mailbox mailbox = mailbox(arrival.folder());
        return Flux.fromStream(() -> events(arrival, mailbox, session(arrival.folder())))
                .concatMap(event -> eventBus.dispatch(event, new MailboxIdRegistrationKey(mailbox.getMailboxId())))
                .then();
    }

    private MailboxSession session(Folder folder) {
        return sessions.createSystemSession(Username.of(folder.owner()));
    }

    private Stream<Event> events(Arrival arrival, Mailbox mailbox, MailboxSession session) {
        if (arrival instanceof Came came) {
            return Stream.of(added(came.message(), came.received(), mailbox, session));
        }
        if (arrival instanceof CameInPlaceOf came) {
            return Stream.of(
                    expunged(came.replaced(), mailbox, session), added(came.message(), false, mailbox, session));
        }
        return Stream.of(marked(((WasThere) arrival).marked(), mailbox, session));
    }

    private Event added(StoredMessage message, boolean received, Mailbox mailbox, MailboxSession session) {
        return EventFactory.added()
                .randomEventId()
                .mailboxSession(session)
                .mailbox(mailbox)
                .addMetaData(MetaData.of(message, received))
                .isDelivery(received)
                .build();
    }

    private Event expunged(StoredMessage message, Mailbox mailbox, MailboxSession session) {
        return EventFactory.expunged()
                .randomEventId()
                .mailboxSession(session)
                .mailbox(mailbox)
                .addMetaData(MetaData.of(message, false))
                .build();
    }

    private Event marked(FlagsChange change, Mailbox mailbox, MailboxSession session) {
        return EventFactory.flagsUpdated()
                .randomEventId()
                .mailboxSession(session)
                .mailbox(mailbox)
                .updatedFlag(JamesFlags.updated(change))
                .build();
    }

    private Mailbox mailbox(Folder folder) {
        return new Mailbox(
                MailboxPath.forUser(Username.of(folder.owner()), folder.name()),
                UidValidity.of(folder.uidValidity()),
                new FolderMailboxId(folder.id()));
    }
}

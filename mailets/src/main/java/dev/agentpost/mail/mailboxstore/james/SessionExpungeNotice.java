package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.trash.ExpungeNotice;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.model.Mailbox;
import reactor.core.publisher.Mono;

/** Over James's event bus. */
public final class SessionExpungeNotice implements ExpungeNotice {
    private final FolderEvents events;
    private final SessionProvider sessions;

    @Inject
    public SessionExpungeNotice(EventBus bus, SessionProvider sessions) {
        this.events = new FolderEvents(bus);
        this.sessions = sessions;
    }

    @Override
    public Mono<Void> expunged(Folder folder, List<StoredMessage> messages) {
        Mailbox mailbox = FolderMailboxMapper.mailbox(folder);
        return events.expunged(mailbox, messages, sessions.createSystemSession(mailbox.getUser()));
    }
}

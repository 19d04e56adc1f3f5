package dev.agentpost.mail.mailaccess.imap;

import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusName;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.events.Registration;
import org.apache.james.events.RegistrationKey;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MessageResult;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** The event bus as seen by a session that selects a mailbox: it hears of events in the {@link Turns} of the session. */
final class OrderedEvents implements EventBus {
    private static final String SESSION = "dev.agentpost.mail.session";

    private final EventBus bus;
    private final MailboxManager mailboxes;

    OrderedEvents(EventBus bus, MailboxManager mailboxes) {
        this.bus = bus;
        this.mailboxes = mailboxes;
    }

    /** Says for which session the listeners are that a command registers. */
    static Function<Context, Context> registeredBy(ImapSession session) {
        return context -> context.put(SESSION, session);
    }

    @Override
    public Publisher<Registration> register(EventListener.ReactiveEventListener listener, RegistrationKey key) {
        return Mono.deferContextual(context -> {
            ImapSession session = context.get(SESSION);
            OrderedListener ordered = new OrderedListener(listener, heardOf(listener, session), session);
            return Mono.from(bus.register(ordered, key)).map(registration -> ending(ordered, registration));
        });
    }

    private HeardMessages heardOf(EventListener listener, ImapSession session) {
        // James registers a mailbox when it is selected, and nothing else.
        SelectedMailbox selected = (SelectedMailbox) listener;
        MailboxSession reader = session.getMailboxSession();
        return new HeardMessages(
                selected::getLastUid,
                range -> Flux.defer(() -> Mono.from(mailboxes.getMailboxReactive(selected.getMailboxId(), reader))
                        .flatMapMany(mailbox -> mailbox.getMessagesReactive(range, FetchGroup.MINIMAL, reader))
                        .map(MessageResult::messageMetaData)));
    }

    private static Registration ending(OrderedListener listener, Registration registration) {
        return () -> Mono.<Void>fromRunnable(listener::end).then(Mono.from(registration.unregister()));
    }

    @Override
    public Registration register(EventListener.ReactiveEventListener listener, Group group) {
        return bus.register(listener, group);
    }

    @Override
    public Mono<Void> dispatch(Event event, Set<RegistrationKey> keys) {
        return bus.dispatch(event, keys);
    }

    @Override
    public Mono<Void> reDeliver(Group group, Event event) {
        return bus.reDeliver(group, event);
    }

    @Override
    public EventBusName eventBusName() {
        return bus.eventBusName();
    }

    @Override
    public Collection<Group> listRegisteredGroups() {
        return bus.listRegisteredGroups();
    }
}

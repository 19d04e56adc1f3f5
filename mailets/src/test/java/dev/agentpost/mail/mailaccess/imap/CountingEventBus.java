package dev.agentpost.mail.mailaccess.imap;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusName;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.events.Registration;
import org.apache.james.events.RegistrationKey;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** An event bus that knows who is registered for a mailbox. */
final class CountingEventBus implements EventBus {
    private final EventBus bus;
    private final Set<Registration> registered = ConcurrentHashMap.newKeySet();

    CountingEventBus(EventBus bus) {
        this.bus = bus;
    }

    int registrations() {
        return registered.size();
    }

    @Override
    public Publisher<Registration> register(EventListener.ReactiveEventListener listener, RegistrationKey key) {
        return Mono.from(bus.register(listener, key)).doOnNext(registered::add).map(this::counted);
    }

    private Registration counted(Registration registration) {
        return () -> Mono.from(registration.unregister())
                .doFinally(signal -> registered.remove(registration))
                .then();
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

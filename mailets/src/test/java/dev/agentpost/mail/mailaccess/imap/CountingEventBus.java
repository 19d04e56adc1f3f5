package dev.agentpost.mail.mailaccess.imap;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusName;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.events.Registration;
import org.apache.james.events.RegistrationKey;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** An event bus that knows who is registered for a mailbox, and may hold back what they would hear of new messages. */
final class CountingEventBus implements EventBus {
    private final EventBus bus;
    private final Set<Registration> registered = ConcurrentHashMap.newKeySet();

    private final List<Mono<Void>> held = new CopyOnWriteArrayList<>();
    private volatile boolean holding;

    CountingEventBus(EventBus bus) {
        this.bus = bus;
    }

    int registrations() {
        return registered.size();
    }

    void holdArrivals() {
        holding = true;
    }

    /** Those that were held back, the last one first. */
    void releaseArrivals() {
        holding = false;
        for (int i = held.size() - 1; i >= 0; i--) {
            held.get(i).block();
        }
        held.clear();
    }

    /** Those that were held back never come. */
    void dropArrivals() {
        holding = false;
        held.clear();
    }

    private final class Holding implements EventListener.ReactiveEventListener {
        private final EventListener.ReactiveEventListener listener;

        private Holding(EventListener.ReactiveEventListener listener) {
            this.listener = listener;
        }

        @Override
        public boolean isHandling(Event event) {
            return listener.isHandling(event);
        }

        @Override
        public ExecutionMode getExecutionMode() {
            return listener.getExecutionMode();
        }

        @Override
        public Publisher<Void> reactiveEvent(Event event) {
            Mono<Void> hearing = Mono.defer(() -> Mono.from(listener.reactiveEvent(event)));
            if (!holding || !(event instanceof Added)) {
                return hearing;
            }
            held.add(hearing);
            return Mono.empty();
        }
    }

    @Override
    public Publisher<Registration> register(EventListener.ReactiveEventListener listener, RegistrationKey key) {
        return Mono.from(bus.register(new Holding(listener), key))
                .doOnNext(registered::add)
                .map(this::counted);
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

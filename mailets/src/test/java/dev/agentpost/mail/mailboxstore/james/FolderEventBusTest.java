package dev.agentpost.mail.mailboxstore.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.events.EventListener;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.Registration;
import org.apache.james.events.RegistrationKey;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class FolderEventBusTest {
    private static final RegistrationKey INBOX = () -> "inbox";
    private static final RegistrationKey TRASH = () -> "trash";

    private final FolderEventBus bus = new FolderEventBus(
            new InVmEventDelivery(new RecordingMetricFactory()),
            RetryBackoffConfiguration.DEFAULT,
            new MemoryEventDeadLetters());

    private record Happened(Event.EventId id) implements Event {
        @Override
        public EventId getEventId() {
            return id;
        }

        @Override
        public Username getUsername() {
            return Username.of("alice");
        }

        @Override
        public boolean isNoop() {
            return false;
        }
    }

    private static final class Watcher implements EventListener.ReactiveEventListener {
        private final List<Event> heard = new CopyOnWriteArrayList<>();

        @Override
        public Publisher<Void> reactiveEvent(Event event) {
            return Mono.fromRunnable(() -> heard.add(event));
        }
    }

    private static Event event() {
        return new Happened(Event.EventId.random());
    }

    @Test
    void watcherShouldHearOfWhatItWatches() {
        Watcher watcher = new Watcher();
        bus.register(watcher, INBOX).block();
        Event event = event();

        bus.dispatch(event, Set.of(INBOX)).block();
        bus.dispatch(event(), Set.of(TRASH)).block();

        assertThat(watcher.heard).containsExactly(event);
    }

    @Test
    void watcherOfTwoKeysShouldHearOnce() {
        Watcher watcher = new Watcher();
        bus.register(watcher, INBOX).block();
        bus.register(watcher, TRASH).block();

        bus.dispatch(event(), Set.of(INBOX, TRASH)).block();

        assertThat(watcher.heard).hasSize(1);
    }

    @Test
    void watcherShouldHearNothingOnceItHasGone() {
        Watcher watcher = new Watcher();
        Registration registration = bus.register(watcher, INBOX).block();

        Mono.from(registration.unregister()).block();
        bus.dispatch(event(), Set.of(INBOX)).block();

        assertThat(watcher.heard).isEmpty();
    }

    @Test
    void failingWatcherShouldNotFailTheChange() {
        Watcher watcher = new Watcher();
        EventListener.ReactiveEventListener failing = new EventListener.ReactiveEventListener() {
            @Override
            public Publisher<Void> reactiveEvent(Event event) {
                return Mono.error(new IllegalStateException());
            }
        };
        bus.register(failing, INBOX).block();
        bus.register(watcher, INBOX).block();

        bus.dispatch(event(), Set.of(INBOX)).block();

        assertThat(watcher.heard).hasSize(1);
    }

    @Test
    void watchersMayComeAndGoMeanwhile() {
        List<Watcher> constant = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            constant.add(new Watcher());
            bus.register(constant.get(i), INBOX).block();
        }
        Flux<Void> comingAndGoing = Flux.range(0, 5_000)
                .flatMap(i -> bus.register(new Watcher(), INBOX).flatMap(one -> Mono.from(one.unregister())));
        Flux<Void> events = Flux.range(0, 1_000).flatMap(i -> bus.dispatch(event(), Set.of(INBOX)));

        Flux.merge(comingAndGoing.subscribeOn(Schedulers.parallel()), events.subscribeOn(Schedulers.parallel()))
                .blockLast();

        assertThat(constant).allSatisfy(watcher -> assertThat(watcher.heard).hasSize(1_000));
    }
}

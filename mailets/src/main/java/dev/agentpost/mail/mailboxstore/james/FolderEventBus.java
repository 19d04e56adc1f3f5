package dev.agentpost.mail.mailboxstore.james;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Inject;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventDeadLetters;
import org.apache.james.events.EventListener.ReactiveEventListener;
import org.apache.james.events.InVMEventBus;
import org.apache.james.events.Registration;
import org.apache.james.events.RegistrationKey;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.events.delivery.EventDelivery;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * James's event bus within one process with a registry of its own for those who watch a mailbox: James's throws when someone
 * registers while an event is dispatched (fixed after 3.8.1), and a message that is stored would be answered as failed. Safe
 * for use by many threads.
 */
public final class FolderEventBus extends InVMEventBus {
    private final Map<RegistrationKey, Set<ReactiveEventListener>> watchers = new ConcurrentHashMap<>();
    private final EventDelivery delivery;

    @Inject
    public FolderEventBus(
            EventDelivery delivery, RetryBackoffConfiguration retryBackoff, EventDeadLetters deadLetters) {
        super(delivery, retryBackoff, deadLetters);
        this.delivery = delivery;
    }

    @Override
    public Mono<Registration> register(ReactiveEventListener watcher, RegistrationKey key) {
        return Mono.fromSupplier(() -> {
            watchers.compute(key, (watched, existing) -> {
                Set<ReactiveEventListener> all = existing == null ? ConcurrentHashMap.newKeySet() : existing;
                all.add(watcher);
                return all;
            });
            return () -> Mono.fromRunnable(() -> remove(watcher, key));
        });
    }

    private void remove(ReactiveEventListener watcher, RegistrationKey key) {
        watchers.computeIfPresent(key, (watched, all) -> {
            all.remove(watcher);
            return all.isEmpty() ? null : all;
        });
    }

    @Override
    public Mono<Void> dispatch(Event event, Set<RegistrationKey> keys) {
        return Mono.when(super.dispatch(event, Set.of()), toWatchers(event, keys));
    }

    private Mono<Void> toWatchers(Event event, Set<RegistrationKey> keys) {
        if (event.isNoop()) {
            return Mono.empty();
        }
        return Flux.fromIterable(keys)
                .flatMapIterable(key -> watchers.getOrDefault(key, Set.of()))
                .distinct()
                .flatMap(watcher -> toWatcher(event, watcher), EventBus.EXECUTION_RATE)
                .then();
    }

    /** One that fails, which is logged by now, keeps no other from hearing. */
    private Mono<Void> toWatcher(Event event, ReactiveEventListener watcher) {
        return delivery.deliver(watcher, event, EventDelivery.DeliveryOption.none())
                .onErrorResume(failure -> Mono.empty());
    }
}

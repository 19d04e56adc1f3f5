package dev.agentpost.mail.mailboxstore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Gathers for a moment what callers want to save, so that it is saved together. Safe for use by many threads. */
final class Gatherer<T> {
    private static final int MOST = 50;
    private static final Duration WINDOW = Duration.ofMillis(25);

    private final Function<List<T>, Mono<Void>> save;
    private final Scheduler scheduler = Schedulers.parallel();
    private final Set<Group<T>> unsaved = new HashSet<>();
    private Group<T> open = new Group<>();

    private static final class Group<T> {
        private final List<T> items = new ArrayList<>();
        private final Sinks.Empty<Void> saved = Sinks.empty();
    }

    /** @param save must not block */
    Gatherer(Function<List<T>, Mono<Void>> save) {
        this.save = save;
    }

    /** Completes, or fails, with all that were saved together. */
    Mono<Void> save(T item) {
        return Mono.defer(() -> add(item).saved.asMono());
    }

    /** Completes when all that was given before is saved, or has failed. */
    Mono<Void> settled() {
        return Mono.defer(() -> Mono.when(groups().stream()
                .map(group -> group.saved.asMono().onErrorComplete())
                .toList()));
    }

    private synchronized List<Group<T>> groups() {
        return List.copyOf(unsaved);
    }

    private synchronized Group<T> add(T item) {
        Group<T> group = open;
        group.items.add(item);
        unsaved.add(group);
        if (group.items.size() == MOST) {
            open = new Group<>();
            scheduler.schedule(() -> saveAll(group));
        } else if (group.items.size() == 1) {
            scheduler.schedule(() -> close(group), WINDOW.toMillis(), TimeUnit.MILLISECONDS);
        }
        return group;
    }

    private void close(Group<T> group) {
        synchronized (this) {
            if (open != group) {
                return;
            }
            open = new Group<>();
        }
        saveAll(group);
    }

    private void saveAll(Group<T> group) {
        Mono.defer(() -> save.apply(group.items))
                .doFinally(signal -> remove(group))
                .subscribe(nothing -> {}, group.saved::tryEmitError, group.saved::tryEmitEmpty);
    }

    private synchronized void remove(Group<T> group) {
        unsaved.remove(group);
    }
}

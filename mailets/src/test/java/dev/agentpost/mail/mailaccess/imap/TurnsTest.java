package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class TurnsTest {
    private final Turns turns = new Turns();
    private final List<String> happened = new ArrayList<>();

    private Mono<Void> note(String text) {
        return Mono.fromRunnable(() -> happened.add(text));
    }

    @Test
    void taskShouldBeginAtOnceWhenThereIsNoOther() {
        turns.take(note("first")).subscribe();

        assertThat(happened).containsExactly("first");
    }

    @Test
    void nothingShouldHappenBeforeSubscription() {
        turns.take(note("first"));

        turns.take(note("second")).subscribe();

        assertThat(happened).containsExactly("second");
    }

    @Test
    void tasksShouldHappenInTheOrderOfTheirComing() {
        Sinks.Empty<Void> first = Sinks.empty();
        turns.take(first.asMono().then(note("first"))).subscribe();
        turns.take(note("second")).subscribe();
        turns.take(note("third")).subscribe();
        assertThat(happened).isEmpty();

        first.tryEmitEmpty();

        assertThat(happened).containsExactly("first", "second", "third");
    }

    @Test
    void failedTaskShouldLetTheNextBegin() {
        turns.take(Mono.error(new IllegalStateException())).onErrorComplete().subscribe();
        turns.take(note("second")).subscribe();

        assertThat(happened).containsExactly("second");
    }

    @Test
    void cancelledTaskShouldLetTheNextBegin() {
        Disposable first = turns.take(Mono.never()).subscribe();
        turns.take(note("second")).subscribe();

        first.dispose();

        assertThat(happened).containsExactly("second");
    }

    @Test
    void taskCancelledBeforeItsTurnShouldNeverBegin() {
        Sinks.Empty<Void> first = Sinks.empty();
        turns.take(first.asMono()).subscribe();
        Disposable second = turns.take(note("second")).subscribe();
        turns.take(note("third")).subscribe();

        second.dispose();
        assertThat(happened).isEmpty();
        first.tryEmitEmpty();

        assertThat(happened).containsExactly("third");
    }

    @Test
    void tasksOfManyThreadsShouldNeverOverlap() {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Mono<Void> task = Mono.<Void>fromRunnable(() -> most.accumulateAndGet(atOnce.incrementAndGet(), Math::max))
                .then(Mono.<Void>empty().publishOn(Schedulers.parallel()))
                .then(Mono.fromRunnable(atOnce::decrementAndGet));

        Flux.range(0, 2_000)
                .flatMap(i -> turns.take(task).subscribeOn(Schedulers.parallel()), 2_000)
                .blockLast();

        assertThat(most).hasValue(1);
        assertThat(atOnce).hasValue(0);
    }
}

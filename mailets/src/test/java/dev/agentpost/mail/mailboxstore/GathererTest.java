package dev.agentpost.mail.mailboxstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class GathererTest {
    private final List<List<Integer>> saved = new CopyOnWriteArrayList<>();
    private final Gatherer<Integer> testee = new Gatherer<>(items -> Mono.fromRunnable(() -> saved.add(items)));

    @Test
    void oneShouldBeSavedAlone() {
        testee.save(1).block();

        assertThat(saved).containsExactly(List.of(1));
    }

    @Test
    void everyOneShouldBeSavedOnce() {
        Flux.range(0, 1_000).flatMap(testee::save, 1_000).blockLast();

        assertThat(saved.stream().flatMap(List::stream)).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(saved).hasSizeLessThan(1_000);
    }

    @Test
    void oneThatIsNotSubscribedToShouldNotBeSaved() {
        Mono<Void> unused = testee.save(1);

        testee.save(2).block();

        assertThat(saved).containsExactly(List.of(2));
    }

    @Test
    void aFailureShouldReachThoseThatWereTogether() {
        Gatherer<Integer> failing = new Gatherer<>(items -> Mono.error(new IllegalStateException("no")));

        assertThatThrownBy(() -> Flux.range(0, 3).flatMap(failing::save).blockLast())
                .hasMessage("no");
    }

    @Test
    void itShouldBeSettledWhenWhatWasGivenIsSaved() {
        testee.settled().block();
        Disposable unused = testee.save(1).subscribe();

        testee.settled().block();

        assertThat(saved).containsExactly(List.of(1));
    }

    @Test
    void itShouldBeSettledAfterAFailure() {
        Gatherer<Integer> failing = new Gatherer<>(items -> Mono.error(new IllegalStateException("no")));
        Disposable unused = failing.save(1).onErrorComplete().subscribe();

        failing.settled().block();
    }

    @Test
    void itShouldGoOnAfterAFailure() {
        AtomicInteger attempts = new AtomicInteger();
        Gatherer<Integer> failingOnce = new Gatherer<>(items -> {
            if (attempts.getAndIncrement() == 0) {
                throw new IllegalStateException("once");
            }
            return Mono.empty();
        });
        failingOnce.save(1).onErrorComplete().block();

        failingOnce.save(2).block();

        assertThat(attempts).hasValue(2);
    }
}

package dev.agentpost.mail.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.outbound.memory.MemoryOutboxStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** And what takes days. */
class MemoryDeliveryEngineTest extends DeliveryEngineContract {
    @Override
    OutboxStore newStore() {
        return new MemoryOutboxStore();
    }

    @Test
    void deferredMailShouldBeTriedInTheStatedSchedule() {
        Instant start = clock.instant();
        couriers.answer("example.org", LATER);
        String id = send(outbox(), BOB);
        settle();
        List<Duration> times = new ArrayList<>();
        int tries = couriers.tries().size();

        for (int minute = 1; minute <= 12 * 60; minute++) {
            pass(Duration.ofMinutes(1));
            if (couriers.tries().size() > tries) {
                times.add(Duration.between(start, clock.instant()));
                tries = couriers.tries().size();
            }
        }

        assertThat(times)
                .containsExactly(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(6),
                        Duration.ofMinutes(21),
                        Duration.ofMinutes(51),
                        Duration.ofMinutes(111),
                        Duration.ofMinutes(231),
                        Duration.ofMinutes(240),
                        Duration.ofMinutes(480),
                        Duration.ofMinutes(720));
        assertThat(state(id, BOB).status()).isEqualTo(DeliveryStatus.DEFERRED);
        assertThat(state(id, BOB).reply()).contains("451 4.3.0 later");
        assertThat(store.find(id)
                        .block()
                        .destination("example.org")
                        .orElseThrow()
                        .nextTry())
                .contains(start.plus(Duration.ofMinutes(960)));
    }

    @Test
    void mailShouldBounceWhenItsTimeIsOver() {
        couriers.answer("example.org", LATER);
        String id = send(outbox(), BOB);
        settle();
        for (int i = 0; i < 30; i++) {
            pass(Duration.ofHours(4));
        }

        assertThat(state(id, BOB).status()).isEqualTo(DeliveryStatus.BOUNCED);
        assertThat(state(id, BOB).reply()).contains("5.4.7 Not delivered in time; last: 451 4.3.0 later");
        assertThat(bounced).hasSize(1);
        assertThat(store.part(store.find(id).block().message().contentId(), 0).blockOptional())
                .isPresent();
    }
}

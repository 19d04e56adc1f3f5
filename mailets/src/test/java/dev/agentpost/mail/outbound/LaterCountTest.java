package dev.agentpost.mail.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.outbound.memory.MemoryOutboxStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaterCountTest {
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private final TestClock clock = new TestClock();
    private final OutboxStore store = new MemoryOutboxStore();

    private void addDueIn(Duration delay) {
        Instant dueAt = clock.instant().plus(delay);
        OutgoingMessage message = OutboxStoreContract.message(OutboxStoreContract.newId());
        store.add(message, List.of(OutboxStoreContract.queued(OutboxStoreContract.BOB)), dueAt)
                .block();
    }

    private static void step(LaterCount testee, long times) {
        for (long i = 0; i < times; i++) {
            testee.step();
        }
    }

    private static long stepsTo(Duration delay) {
        return delay.dividedBy(DueDelivery.SLOT) / LaterCount.MAX_SLOTS_OF_STEP;
    }

    @Test
    void roundOverTheDefaultScheduleShouldCountAll() {
        addDueIn(Duration.ofMinutes(1));
        addDueIn(RetrySchedule.DEFAULT.longestDelay());
        LaterCount testee = new LaterCount(store, RetrySchedule.DEFAULT.longestDelay(), clock);

        step(testee, LaterCount.ROUND.toSeconds());

        assertThat(testee.count()).isEqualTo(2);
    }

    @Test
    void longDelayShouldMakeTheRoundLongerRatherThanItsSteps() {
        addDueIn(TWO_DAYS.dividedBy(2));
        LaterCount testee = new LaterCount(store, TWO_DAYS, clock);

        step(testee, stepsTo(TWO_DAYS.dividedBy(2)) - 1);
        assertThat(testee.count()).isZero();

        step(testee, 2);
        assertThat(testee.count()).isEqualTo(1);
    }

    @Test
    void whatIsDueMeanwhileShouldNotBeCounted() {
        addDueIn(Duration.ofSeconds(30));
        LaterCount testee = new LaterCount(store, TWO_DAYS, clock);
        testee.step();

        clock.advance(Duration.ofMinutes(1));

        assertThat(testee.count()).isZero();
    }
}

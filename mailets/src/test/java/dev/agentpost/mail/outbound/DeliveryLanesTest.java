package dev.agentpost.mail.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveryLanesTest {
    private static final String SLOW = "slow.example";
    private static final String FAST = "fast.example";

    private final DeliveryLanes testee = new DeliveryLanes(2, 5, 10, 20);

    private static DueDelivery due(String id, String destination) {
        return new DueDelivery(Instant.EPOCH, id, destination);
    }

    private void offer(int count, String destination) {
        for (int i = 0; i < count; i++) {
            testee.offer(due("m" + i, destination));
        }
    }

    private List<String> entered() {
        List<String> lanes = new ArrayList<>();
        for (Optional<String> lane = testee.enter(); lane.isPresent(); lane = testee.enter()) {
            lanes.add(lane.get());
        }
        return lanes;
    }

    @Test
    void aDestinationShouldHaveItsNumberOfWorkersAtMost() {
        offer(10, SLOW);
        offer(1, FAST);

        assertThat(entered()).filteredOn(SLOW::equals).hasSize(2);
    }

    @Test
    void allTogetherShouldHaveTheirNumberOfWorkersAtMost() {
        for (int i = 0; i < 10; i++) {
            testee.offer(due("m", "domain" + i + ".example"));
        }

        assertThat(entered()).hasSize(5);
        assertThat(testee.working()).isEqualTo(5);
    }

    @Test
    void anUnreachableDestinationShouldHaveOneWorker() {
        offer(10, SLOW);
        entered();

        testee.reached(SLOW, false);

        assertThat(testee.next(SLOW)).isEmpty();
        testee.leave(SLOW);
        assertThat(testee.next(SLOW)).isPresent();
        assertThat(entered()).isEmpty();
        testee.reached(SLOW, true);
        assertThat(entered()).containsExactly(SLOW);
    }

    @Test
    void whatIsKnownShouldNotBeTakenTwice() {
        offer(3, SLOW);
        offer(3, SLOW);
        testee.enter();
        DueDelivery first = testee.next(SLOW).orElseThrow();
        testee.offer(first);

        assertThat(testee.waiting()).isEqualTo(2);

        testee.done(first);
        testee.offer(first);

        assertThat(testee.waiting()).isEqualTo(3);
    }

    @Test
    void whatDoesNotFitShouldBeLeftToTheStore() {
        offer(50, SLOW);
        offer(50, FAST);

        assertThat(testee.waiting()).isEqualTo(20);
        assertThat(testee.takeOverflowed()).isFalse();

        testee.enter();
        for (int i = 0; i < 10; i++) {
            testee.next(SLOW).ifPresent(testee::done);
        }
        testee.enter();
        testee.next(FAST).ifPresent(testee::done);

        assertThat(testee.takeOverflowed()).isTrue();
        assertThat(testee.takeOverflowed()).isFalse();
    }

    @Test
    void aFullLaneShouldNotTakeTheRoomOfOthers() {
        offer(50, SLOW);
        offer(1, FAST);

        assertThat(entered()).contains(FAST);
    }
}

package dev.agentpost.mail.connectionlimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.connectionlimit.SlotStore.Settlement;
import dev.agentpost.mail.inbox.InboxId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What every store of slots does. */
public interface SlotStoreContract {
    InboxId ALICE = InboxId.generate();
    InboxId BOB = InboxId.generate();

    /** A further node of a cluster that has nothing at the start of each test. */
    SlotStore newNode();

    /** Returns when the renewals made so far no longer hold. */
    void letLeasesLapse();

    private static Settlement settle(SlotStore node, int keep, int wanted, int allowed) {
        return node.settle(ALICE, keep, wanted, allowed).block();
    }

    @Test
    default void nothingShouldBeHeldAtFirst() {
        assertThat(newNode().held(ALICE).block()).isZero();
    }

    @Test
    default void wantedShouldBeGrantedBelowTheLimit() {
        assertThat(settle(newNode(), 0, 2, 15)).isEqualTo(new Settlement(2, 2));
    }

    @Test
    default void noMoreThanTheLimitShouldBeGranted() {
        assertThat(settle(newNode(), 0, 200, 15)).isEqualTo(new Settlement(15, 15));
    }

    @Test
    default void nothingShouldBeGrantedAtTheLimit() {
        SlotStore node = newNode();
        settle(node, 0, 15, 15);

        assertThat(settle(node, 15, 1, 15)).isEqualTo(new Settlement(0, 15));
    }

    @Test
    default void keptShouldBeKeptAboveALoweredLimit() {
        SlotStore node = newNode();
        settle(node, 0, 15, 15);

        assertThat(settle(node, 15, 1, 3)).isEqualTo(new Settlement(0, 15));
    }

    @Test
    default void whatIsNoLongerKeptShouldBeGrantedAgain() {
        SlotStore node = newNode();
        settle(node, 0, 15, 15);

        assertThat(settle(node, 14, 3, 15)).isEqualTo(new Settlement(1, 15));
    }

    @Test
    default void connectionsOfOtherNodesShouldCount() {
        settle(newNode(), 0, 10, 15);

        assertThat(settle(newNode(), 0, 10, 15)).isEqualTo(new Settlement(5, 15));
    }

    @Test
    default void heldShouldBeTheSumOfAllNodes() {
        SlotStore node = newNode();
        settle(node, 0, 3, 15);
        settle(newNode(), 0, 4, 15);

        assertThat(node.held(ALICE).block()).isEqualTo(7);
    }

    @Test
    default void freedSlotsShouldBeThereForOtherNodes() {
        SlotStore node = newNode();
        settle(node, 0, 15, 15);
        settle(node, 0, 0, 0);

        assertThat(settle(newNode(), 0, 15, 15)).isEqualTo(new Settlement(15, 15));
    }

    @Test
    default void otherInboxShouldHaveItsOwnSlots() {
        SlotStore node = newNode();
        settle(node, 0, 15, 15);

        assertThat(node.settle(BOB, 0, 1, 15).block()).isEqualTo(new Settlement(1, 1));
    }

    @Test
    default void settlingAgainShouldChangeNothing() {
        SlotStore node = newNode();
        settle(node, 0, 5, 15);

        settle(node, 5, 0, 0);

        assertThat(node.held(ALICE).block()).isEqualTo(5);
    }

    @Test
    default void simultaneousNodesShouldNotGetMoreThanTheLimit() {
        List<SlotStore> nodes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            nodes.add(newNode());
        }

        int granted = Flux.fromIterable(nodes)
                .flatMap(node -> node.settle(ALICE, 0, 5, 15).subscribeOn(Schedulers.boundedElastic()))
                .map(Settlement::granted)
                .reduce(0, Integer::sum)
                .block();

        assertThat(granted).isEqualTo(15);
        assertThat(newNode().held(ALICE).block()).isEqualTo(15);
    }

    @Test
    default void slotsOfADeadNodeShouldBeFree() {
        settle(newNode(), 0, 15, 15);

        letLeasesLapse();

        assertThat(settle(newNode(), 0, 15, 15)).isEqualTo(new Settlement(15, 15));
    }

    @Test
    default void renewedNodeShouldKeepItsSlots() {
        SlotStore node = newNode();
        settle(node, 0, 15, 15);

        letLeasesLapse();
        boolean lapsed = node.renew().block();

        assertThat(lapsed).isTrue();
        assertThat(newNode().held(ALICE).block()).isEqualTo(15);
    }

    @Test
    default void renewalInTimeShouldNotCountAsLapsed() {
        SlotStore node = newNode();
        node.renew().block();

        assertThat(node.renew().block()).isFalse();
    }

    @Test
    default void nodeThatLapsedShouldTakeItsSlotsBackBySettling() {
        SlotStore node = newNode();
        settle(node, 0, 10, 15);
        letLeasesLapse();
        settle(newNode(), 0, 10, 15);
        node.renew().block();

        settle(node, 10, 0, 0);

        assertThat(node.held(ALICE).block()).isEqualTo(20);
        assertThat(settle(node, 10, 1, 15)).isEqualTo(new Settlement(0, 20));
    }
}

package dev.agentpost.mail.connectionlimit;

import static dev.agentpost.mail.connectionlimit.ConnectionLimitStoreContract.ACME;
import static dev.agentpost.mail.connectionlimit.ConnectionLimitStoreContract.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.connectionlimit.memory.MemoryConnectionLimitStore;
import dev.agentpost.mail.connectionlimit.memory.MemorySlotStore;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.inbox.InboxId;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class ConnectionSlotsTest {
    private final TestClock clock = new TestClock();
    private final MemorySlotStore memory = new MemorySlotStore(clock);
    private final FickleStore store = new FickleStore(memory);
    private final ConnectionSlots slots = node(store);

    private static ConnectionSlots node(SlotStore store) {
        return new ConnectionSlots(new ConnectionLimits(new MemoryConnectionLimitStore()), store);
    }

    /** Answers late, or not at all, when told to. */
    private static final class FickleStore implements SlotStore {
        private final SlotStore delegate;
        private final List<Sinks.One<Settlement>> pending = new ArrayList<>();
        private final List<Mono<Settlement>> answers = new ArrayList<>();
        private boolean late;
        private boolean failsBefore;
        private boolean failsAfter;
        private int calls;

        FickleStore(SlotStore delegate) {
            this.delegate = delegate;
        }

        @Override
        public Mono<Settlement> settle(InboxId inbox, int keep, int wanted, int allowed) {
            calls++;
            if (failsBefore) {
                return Mono.error(new IllegalStateException("store down"));
            }
            Mono<Settlement> answer = delegate.settle(inbox, keep, wanted, allowed);
            if (failsAfter) {
                return answer.then(Mono.error(new IllegalStateException("store down")));
            }
            if (!late) {
                return answer;
            }
            Sinks.One<Settlement> sink = Sinks.one();
            pending.add(sink);
            answers.add(answer);
            return sink.asMono();
        }

        void answerOne() {
            pending.remove(0).tryEmitValue(answers.remove(0).block());
        }

        @Override
        public Mono<Integer> held(InboxId inbox) {
            return delegate.held(inbox);
        }

        @Override
        public Mono<Boolean> renew() {
            return delegate.renew();
        }
    }

    private Claim claim() {
        return slots.claim(ACME, ALICE).block();
    }

    private Slot granted() {
        return ((Claim.Granted) claim()).slot();
    }

    private List<Slot> fill() {
        List<Slot> taken = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            taken.add(granted());
        }
        return taken;
    }

    private int held() {
        return memory.held(ALICE).block();
    }

    @Test
    void refusalShouldNameBothNumbers() {
        fill();

        assertThat(claim()).isEqualTo(new Claim.Full(15, 15));
    }

    @Test
    void freedSlotShouldBeGrantedAgain() {
        List<Slot> taken = fill();

        taken.get(3).close();

        assertThat(claim()).isInstanceOf(Claim.Granted.class);
        assertThat(claim()).isInstanceOf(Claim.Full.class);
    }

    @Test
    void slotClosedTwiceShouldBeFreedOnce() {
        List<Slot> taken = fill();

        taken.get(0).close();
        taken.get(0).close();

        assertThat(held()).isEqualTo(14);
    }

    @RepeatedTest(20)
    void burstShouldGetExactlyTheLimit() {
        for (int round = 0; round < 5; round++) {
            List<Claim> claims = Flux.range(0, 200)
                    .flatMap(i -> slots.claim(ACME, ALICE).subscribeOn(Schedulers.boundedElastic()), 200)
                    .collectList()
                    .block();

            List<Slot> taken = claims.stream()
                    .filter(Claim.Granted.class::isInstance)
                    .map(claim -> ((Claim.Granted) claim).slot())
                    .toList();
            assertThat(taken).hasSize(15);
            Flux.fromIterable(taken)
                    .flatMap(slot -> Mono.fromRunnable(slot::close).subscribeOn(Schedulers.boundedElastic()))
                    .blockLast();
            // The thread of the last claim may still be giving back what was closed meanwhile.
            Awaitility.await().untilAsserted(() -> assertThat(held()).isZero());
        }
    }

    @Test
    void burstOnTwoNodesShouldGetExactlyTheLimit() {
        ConnectionSlots other = node(memory.anotherNode());

        long granted = Flux.range(0, 200)
                .flatMap(
                        i -> (i % 2 == 0 ? slots : other).claim(ACME, ALICE).subscribeOn(Schedulers.boundedElastic()),
                        200)
                .filter(Claim.Granted.class::isInstance)
                .count()
                .block();

        assertThat(granted).isEqualTo(15);
    }

    @Test
    void burstWhileTheStoreIsBusyShouldCostOneFurtherRequest() {
        store.late = true;
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            slots.claim(ACME, ALICE).subscribe(claims::add);
        }

        store.answerOne();
        store.answerOne();

        assertThat(store.calls).isEqualTo(2);
        assertThat(claims).hasSize(200);
        assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(15);
    }

    @Test
    void claimThatIsGivenUpShouldHoldNothing() {
        store.late = true;
        Disposable login = slots.claim(ACME, ALICE).subscribe();

        login.dispose();
        store.answerOne();
        store.answerOne();

        assertThat(held()).isZero();
    }

    @Test
    void claimGivenUpBeforeItsTurnShouldNotBeAskedFor() {
        store.late = true;
        slots.claim(ACME, ALICE).subscribe();
        slots.claim(ACME, ALICE).subscribe().dispose();

        store.answerOne();
        store.answerOne();

        assertThat(held()).isEqualTo(1);
    }

    @Test
    void storeThatFailsShouldFailTheClaim() {
        store.failsBefore = true;

        assertThatThrownBy(this::claim).hasMessageContaining("store down");
    }

    @Test
    void claimWhoseOutcomeIsUnknownShouldHoldNothingAfterATick() {
        store.failsAfter = true;
        assertThatThrownBy(this::claim).hasMessageContaining("store down");
        assertThat(held()).isEqualTo(1);
        store.failsAfter = false;

        slots.tick().block();

        assertThat(held()).isZero();
    }

    @Test
    void slotThatCouldNotBeGivenBackShouldBeGivenBackAtATick() {
        Slot slot = granted();
        store.failsBefore = true;
        slot.close();
        assertThat(held()).isEqualTo(1);
        store.failsBefore = false;

        slots.tick().block();

        assertThat(held()).isZero();
    }

    @Test
    void failedSettlementShouldNotBeTriedAgainAtOnce() {
        Slot slot = granted();
        store.failsBefore = true;

        slot.close();

        assertThat(store.calls).isEqualTo(2);
    }

    @Test
    void connectionsOfANodeThatLapsedShouldCountAgain() {
        fill();
        clock.advance(SlotStore.LEASE.plusSeconds(1));
        SlotStore other = memory.anotherNode();
        assertThat(other.held(ALICE).block()).isZero();

        slots.tick().block();

        assertThat(other.held(ALICE).block()).isEqualTo(15);
    }

    @Test
    void tickShouldSurviveAStoreThatIsDown() {
        ConnectionSlots failing = node(new SlotStore() {
            @Override
            public Mono<Settlement> settle(InboxId inbox, int keep, int wanted, int allowed) {
                return Mono.error(new IllegalStateException("store down"));
            }

            @Override
            public Mono<Integer> held(InboxId inbox) {
                return Mono.error(new IllegalStateException("store down"));
            }

            @Override
            public Mono<Boolean> renew() {
                return Mono.error(new IllegalStateException("store down"));
            }
        });

        assertThat(failing.tick().blockOptional()).isEmpty();
    }
}

package dev.agentpost.mail.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.deletion.UnfinishedDeletions.UnderWayException;
import dev.agentpost.mail.deletion.memory.MemoryDeletionStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class UnfinishedDeletionsTest {
    private static final Deletion ACME = Deletion.of(OrganizationId.generate());

    private final TestClock clock = new TestClock();
    private final DeletionStore store = new MemoryDeletionStore();
    private final UnfinishedDeletions unfinished = new UnfinishedDeletions(store, clock);
    private final List<String> steps = new ArrayList<>();

    private Mono<Void> step(String name) {
        return Mono.fromRunnable(() -> steps.add(name));
    }

    private Mono<Void> twice() {
        return unfinished.twice(ACME, () -> step("everything"), () -> step("end"));
    }

    private void resume() {
        unfinished.resume(deletion -> twice()).block();
    }

    private void nodeDiesAtIt() {
        store.take(ACME, UUID.randomUUID(), clock.instant(), clock.instant().plus(UnfinishedDeletions.LEASE))
                .block();
    }

    @Test
    void endShouldComeWhenEverythingHasSettled() {
        twice().block();
        resume();
        assertThat(steps).containsExactly("everything");

        clock.advance(UnfinishedDeletions.SETTLING);
        resume();

        assertThat(steps).containsExactly("everything", "everything", "end");
        assertThat(store.list().collectList().block()).isEmpty();
    }

    @Test
    void repetitionWhileItSettlesShouldDoNothing() {
        twice().block();

        twice().block();

        assertThat(steps).containsExactly("everything");
    }

    @Test
    void deletionOfANodeThatDiedShouldBeginAgain() {
        nodeDiesAtIt();
        resume();
        assertThat(steps).isEmpty();

        clock.advance(UnfinishedDeletions.LEASE);
        resume();

        assertThat(steps).containsExactly("everything");
        clock.advance(UnfinishedDeletions.SETTLING);
        resume();
        assertThat(steps).containsExactly("everything", "everything", "end");
    }

    @Test
    void deletionThatAnotherIsAtShouldBeSaidToBeUnderWay() {
        nodeDiesAtIt();

        assertThatThrownBy(() -> twice().block()).isInstanceOf(UnderWayException.class);
        assertThatThrownBy(() -> unfinished.once(ACME, () -> Mono.just(1)).block())
                .isInstanceOf(UnderWayException.class);
    }

    @Test
    void repetitionAfterAFailureShouldNotWait() {
        Mono<Void> failing =
                unfinished.twice(ACME, () -> Mono.error(new IllegalStateException("store down")), () -> step("end"));
        assertThatThrownBy(failing::block).hasMessage("store down");

        twice().block();

        assertThat(steps).containsExactly("everything");
    }

    @Test
    void failureOfOneShouldNotKeepOthersFromTheirEnd() {
        nodeDiesAtIt();
        Deletion other = Deletion.of(OrganizationId.generate());
        store.take(other, UUID.randomUUID(), clock.instant(), clock.instant()).block();
        clock.advance(UnfinishedDeletions.LEASE);

        unfinished
                .resume(deletion ->
                        deletion.equals(ACME) ? Mono.error(new IllegalStateException("down")) : step("other"))
                .block();

        assertThat(steps).containsExactly("other");
    }

    @Test
    void whatIsDoneOnceShouldBeForgotten() {
        assertThat(unfinished.once(ACME, () -> Mono.just(7)).block()).isEqualTo(7);

        assertThat(store.list().collectList().block()).isEmpty();
    }

    @Test
    void deletionThatTakesLongShouldNotHoldUpOthers() {
        Deletion other = Deletion.of(OrganizationId.generate());
        List.of(ACME, other)
                .forEach(deletion -> store.take(deletion, UUID.randomUUID(), clock.instant(), clock.instant())
                        .block());

        unfinished
                .resume(deletion -> Mono.defer(() -> {
                    steps.add(deletion.toString());
                    return Mono.never();
                }))
                .subscribe()
                .dispose();

        assertThat(steps).containsExactlyInAnyOrder(ACME.toString(), other.toString());
    }
}

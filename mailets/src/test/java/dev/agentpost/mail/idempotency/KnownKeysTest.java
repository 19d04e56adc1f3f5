package dev.agentpost.mail.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.inbox.InboxId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

class KnownKeysTest {
    private static final InboxId INBOX = InboxId.generate();
    private static final InboxKey OLD = key("old");
    private static final InboxKey NEW = key("new");
    private static final InboxKey OTHER = key("other");

    private final TestClock clock = new TestClock();
    /** One for each time that the store was read. */
    private final List<Sinks.Many<InboxKey>> reads = new ArrayList<>();

    private final KnownKeys testee = newKeys(1_000);

    private static InboxKey key(String text) {
        return new InboxKey(INBOX, new IdempotencyKey(text));
    }

    private KnownKeys newKeys(int capacity) {
        return new KnownKeys(
                () -> Flux.defer(() -> {
                    reads.add(Sinks.many().unicast().onBackpressureBuffer());
                    return reads.get(reads.size() - 1).asFlux();
                }),
                clock,
                capacity);
    }

    private void storeHas(InboxKey... keys) {
        Sinks.Many<InboxKey> read = reads.get(reads.size() - 1);
        for (InboxKey key : keys) {
            read.tryEmitNext(key);
        }
        read.tryEmitComplete();
    }

    private void fill(InboxKey... keys) {
        testee.mayContain(OTHER);
        storeHas(keys);
    }

    @Test
    void anyKeyMayBeKnownBeforeTheStoreWasRead() {
        assertThat(testee.mayContain(NEW)).isTrue();
    }

    @Test
    void keysOfTheStoreShouldBeKnownAndOthersNot() {
        fill(OLD);

        assertThat(testee.mayContain(OLD)).isTrue();
        assertThat(testee.mayContain(NEW)).isFalse();
        assertThat(reads).hasSize(1);
    }

    @Test
    void sameKeyOfAnotherInboxShouldNotBeKnown() {
        fill(OLD);

        assertThat(testee.mayContain(new InboxKey(InboxId.generate(), OLD.key())))
                .isFalse();
    }

    @Test
    void keyThatIsAddedShouldBeKnown() {
        fill();
        testee.add(NEW);

        assertThat(testee.mayContain(NEW)).isTrue();
    }

    @Test
    void keyThatIsAddedWhileTheStoreIsReadShouldBeKnown() {
        testee.mayContain(OTHER);
        testee.add(NEW);
        storeHas();

        assertThat(testee.mayContain(NEW)).isTrue();
        assertThat(testee.mayContain(OLD)).isFalse();
    }

    @Test
    void keysThatLeftTheStoreShouldBeForgottenAfterADay() {
        fill(OLD);
        clock.advance(Duration.ofDays(1));
        testee.mayContain(OTHER);
        testee.add(NEW);
        assertThat(testee.mayContain(OLD)).isTrue();

        storeHas();

        assertThat(testee.mayContain(OLD)).isFalse();
        assertThat(testee.mayContain(NEW)).isTrue();
    }

    /** A clock that is put forward. */
    @Test
    void storeShouldNotBeReadTwiceAtATime() {
        testee.mayContain(OTHER);
        clock.advance(Duration.ofDays(2));
        testee.mayContain(OTHER);
        testee.add(NEW);

        assertThat(reads).hasSize(1);
        storeHas();
        assertThat(testee.mayContain(NEW)).isTrue();
    }

    @Test
    void anyKeyMayBeKnownWhenTheyAreTooMany() {
        KnownKeys few = newKeys(1);
        few.mayContain(OTHER);
        storeHas();
        assertThat(few.mayContain(NEW)).isFalse();

        few.add(OLD);

        assertThat(few.mayContain(NEW)).isTrue();
    }

    @Test
    void anyKeyMayBeKnownWhenTheStoreHasTooMany() {
        KnownKeys few = newKeys(1);
        few.mayContain(OTHER);
        storeHas(OLD, OTHER);

        assertThat(few.mayContain(NEW)).isTrue();
    }

    /** A write that timed out may be made after the store was read. */
    @Test
    void anyKeyMayBeKnownForAMinuteAfterADoubt() {
        fill(OLD);
        testee.doubt();
        assertThat(testee.mayContain(NEW)).isTrue();
        assertThat(reads).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        fill(OLD, NEW);

        assertThat(testee.mayContain(NEW)).isTrue();
        assertThat(testee.mayContain(OTHER)).isFalse();
    }

    @Test
    void whatIsBeingReadShouldNotCountAfterADoubt() {
        testee.mayContain(OTHER);
        testee.doubt();

        storeHas(OLD);

        assertThat(testee.mayContain(NEW)).isTrue();
    }

    @Test
    void failedReadShouldBeRepeatedAfterAMinute() {
        testee.mayContain(OTHER);
        reads.get(0).tryEmitError(new IllegalStateException("broken"));
        assertThat(testee.mayContain(NEW)).isTrue();
        assertThat(reads).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        fill();

        assertThat(reads).hasSize(2);
        assertThat(testee.mayContain(NEW)).isFalse();
    }
}

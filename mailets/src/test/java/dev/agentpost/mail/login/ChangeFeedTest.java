package dev.agentpost.mail.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.login.LoginChangeLog.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ChangeFeedTest {
    private static final LoginChange CHANGE = new LoginChange.Key(ApiKeyId.generate());

    private final TestClock clock = new TestClock();
    private final WritableLog log = new WritableLog();
    private final ChangeFeed feed = new ChangeFeed(log, clock);

    /** Takes entries with any time, as nodes with other clocks write them. */
    private static final class WritableLog implements LoginChangeLog {
        private final List<Entry> entries = new ArrayList<>();
        private boolean down;

        private void write(Instant writtenAt) {
            entries.add(new Entry(UUID.randomUUID(), writtenAt, CHANGE));
        }

        @Override
        public Mono<Void> append(LoginChange change) {
            return Mono.error(new UnsupportedOperationException("entries here need a time"));
        }

        @Override
        public Flux<Entry> read(Instant from) {
            return down
                    ? Flux.error(new IllegalStateException("log down"))
                    : Flux.fromIterable(List.copyOf(entries))
                            .filter(entry -> !entry.writtenAt().isBefore(from));
        }

        @Override
        public Duration retention() {
            return Duration.ofHours(1);
        }
    }

    private ChangeFeed.Batch poll() {
        return feed.poll().block();
    }

    @Test
    void pollShouldReturnAnEntryOnce() {
        log.write(clock.instant());

        assertThat(poll().changes()).containsExactly(CHANGE);
        assertThat(poll().changes()).isEmpty();
    }

    @Test
    void pollShouldNotRepeatAnEntryAsTimePasses() {
        log.write(clock.instant());
        poll();

        for (int second = 0; second < 60; second++) {
            clock.advance(Duration.ofSeconds(1));
            assertThat(poll().changes()).isEmpty();
        }
    }

    @Test
    void pollShouldReturnAnEntryThatShowsUpLate() {
        Instant begun = clock.instant();
        clock.advance(ChangeFeed.OVERLAP);
        poll();

        log.write(begun);

        assertThat(poll().changes()).containsExactly(CHANGE);
    }

    @Test
    void pollShouldReturnAnEntryOfAClockAheadOnce() {
        log.write(clock.instant().plusSeconds(5));
        assertThat(poll().changes()).containsExactly(CHANGE);

        for (int second = 0; second < 60; second++) {
            clock.advance(Duration.ofSeconds(1));
            assertThat(poll().changes()).isEmpty();
        }
    }

    @Test
    void pollShouldReturnWhatWasWrittenDuringAnOutage() {
        log.down = true;
        log.write(clock.instant().plusSeconds(60));
        clock.advance(Duration.ofMinutes(30));
        assertThatThrownBy(this::poll).hasMessageContaining("log down");
        log.down = false;

        ChangeFeed.Batch batch = poll();

        assertThat(batch).isEqualTo(new ChangeFeed.Batch(Set.of(CHANGE), false));
    }

    @Test
    void pollShouldTellWhenTheLogMayHaveForgotten() {
        clock.advance(log.retention());

        assertThat(poll().gap()).isTrue();
        assertThat(poll().gap()).isFalse();
    }
}

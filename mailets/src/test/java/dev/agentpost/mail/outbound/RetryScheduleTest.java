package dev.agentpost.mail.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");
    private static final Instant END = START.plus(RetrySchedule.DEFAULT.lifetime());

    @Test
    void delaysShouldGrowAndTheLastOneRepeat() {
        RetrySchedule schedule =
                new RetrySchedule(RetrySchedule.DEFAULT.delays(), RetrySchedule.DEFAULT.lifetime(), Optional.empty());
        List<Duration> delays = new ArrayList<>();
        for (int attempts = 1; attempts <= 9; attempts++) {
            delays.add(Duration.between(
                    START, schedule.next(attempts, START, START, END).orElseThrow()));
        }

        assertThat(delays)
                .containsExactly(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(30),
                        Duration.ofHours(1),
                        Duration.ofHours(2),
                        Duration.ofHours(4),
                        Duration.ofHours(4),
                        Duration.ofHours(4));
    }

    @Test
    void thereShouldBeATryBeforeTheSenderHears() {
        Instant report = START.plus(Duration.ofHours(4));

        assertThat(RetrySchedule.DEFAULT.next(7, report.minusSeconds(1), START, END))
                .contains(report);
        assertThat(RetrySchedule.DEFAULT.next(8, report, START, END)).contains(report.plus(Duration.ofHours(4)));
    }

    @Test
    void reportShouldBeDueOnce() {
        Instant report = START.plus(Duration.ofHours(4));

        assertThat(RetrySchedule.DEFAULT.isReportDue(START, START, report.minusMillis(1)))
                .isFalse();
        assertThat(RetrySchedule.DEFAULT.isReportDue(START, report.minusMillis(1), report))
                .isTrue();
        assertThat(RetrySchedule.DEFAULT.isReportDue(START, report, report.plusSeconds(1)))
                .isFalse();
    }

    @Test
    void theLastTryShouldBeAtTheEndOfTheLifetime() {
        assertThat(RetrySchedule.DEFAULT.next(30, END.minusSeconds(1), START, END))
                .contains(END);
        assertThat(RetrySchedule.DEFAULT.next(31, END, START, END)).isEqualTo(Optional.empty());
    }
}

package dev.agentpost.mail.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SendLedgerTest {
    private static final SendWindow TEN_A_MINUTE = new SendWindow(10, 60);
    private static final SendWindow TWELVE_AN_HOUR = new SendWindow(12, 3_600);
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private static Spending spent(long when, long count) {
        return new Spending(Optional.empty(), when, when, count);
    }

    private static SendLedger ledger(Spending... spendings) {
        return new SendLedger(List.of(spendings));
    }

    @Nested
    class Windows {
        @Test
        void spendingShouldCountUntilItsEndIsOutOfTheWindow() {
            SendLedger ledger = ledger(new Spending(Optional.empty(), 1_000, 2_000, 3));

            assertThat(ledger.left(TEN_A_MINUTE, 2_000 + MINUTE - 1)).isEqualTo(7);
            assertThat(ledger.left(TEN_A_MINUTE, 2_000 + MINUTE)).isEqualTo(10);
        }

        @Test
        void exactlyWhatIsLeftShouldFit() {
            SendLedger ledger = ledger(spent(1_000, 7));

            assertThat(ledger.shortage(SendLimit.of(TEN_A_MINUTE), 3, 0, 2_000)).isEmpty();
            assertThat(ledger.shortage(SendLimit.of(TEN_A_MINUTE), 4, 0, 2_000)).isPresent();
            assertThat(ledger.shortage(SendLimit.of(TEN_A_MINUTE), 3, 1, 2_000)).isPresent();
        }

        @Test
        void waitShouldEndWhenEnoughIsOut() {
            SendLedger ledger = ledger(spent(1_000, 2), spent(5_000, 4), spent(9_000, 4));

            Optional<Shortage> shortage = ledger.shortage(SendLimit.of(TEN_A_MINUTE), 3, 0, 10_000);

            assertThat(shortage)
                    .contains(new Shortage(TEN_A_MINUTE, Optional.of(Duration.ofMillis(5_000 + MINUTE - 10_000))));
        }

        @Test
        void windowThatHasToBeWaitedForLongestShouldBeNamed() {
            SendLedger ledger = ledger(spent(1_000, 10));

            Optional<Shortage> shortage = ledger.shortage(SendLimit.of(TEN_A_MINUTE, TWELVE_AN_HOUR), 3, 0, 2_000);

            assertThat(shortage.map(Shortage::window)).contains(TWELVE_AN_HOUR);
        }

        @Test
        void messageOfMoreThanMaxShouldHaveNoWait() {
            Optional<Shortage> shortage =
                    SendLedger.EMPTY.shortage(SendLimit.of(TEN_A_MINUTE, TWELVE_AN_HOUR), 11, 0, 2_000);

            assertThat(shortage).contains(new Shortage(TEN_A_MINUTE, Optional.empty()));
        }

        @Test
        void timeShouldNotGoBack() {
            assertThat(ledger(spent(5_000, 1)).timeAt(3_000)).isEqualTo(5_000);
            assertThat(ledger(spent(5_000, 1)).timeAt(6_000)).isEqualTo(6_000);
        }
    }

    @Nested
    class Corrections {
        private final UUID lease = UUID.randomUUID();
        private final Spending leased = new Spending(Optional.of(lease), 1_000, 21_000, 8);

        @Test
        void leaseShouldGetWhatItUsed() {
            Spending used = new Spending(Optional.empty(), 1_000, 3_000, 2);

            assertThat(ledger(leased).correct(lease, Optional.of(used))).isEqualTo(ledger(used));
        }

        @Test
        void unusedLeaseShouldGo() {
            assertThat(ledger(leased, spent(500, 1)).correct(lease, Optional.empty()))
                    .isEqualTo(ledger(spent(500, 1)));
        }

        @Test
        void leaseThatNeverCameShouldChangeNothing() {
            assertThat(ledger(spent(500, 1)).correct(lease, Optional.of(leased)))
                    .isEqualTo(ledger(spent(500, 1)));
        }

        @Test
        void leaseShouldStayAsItIsAfterAMinute() {
            SendLedger correctable = ledger(leased).compact(DAY, 1_000 + MINUTE - 1);
            SendLedger fixed = ledger(leased).compact(DAY, 1_000 + MINUTE);

            assertThat(correctable.correct(lease, Optional.empty()).spendings()).isEmpty();
            assertThat(fixed.correct(lease, Optional.empty()).used(DAY, 2 * MINUTE))
                    .isEqualTo(8);
        }
    }

    @Nested
    class Steps {
        @RepeatedTest(20)
        void noWindowShouldEverHoldMoreThanMax(RepetitionInfo repetition) {
            Random random = new Random(repetition.getCurrentRepetition());
            SendWindow window = new SendWindow(1 + random.nextInt(200), 1 + random.nextInt(7_200));
            SendLimit limit = SendLimit.of(window);
            List<Spending> accepted = new ArrayList<>();
            SendLedger ledger = SendLedger.EMPTY;
            long now = HOUR;
            for (int i = 0; i < 3_000; i++) {
                now += random.nextLong(1 + window.millis() / (1 + random.nextInt(300)));
                long recipients = 1 + random.nextInt(5);
                if (ledger.shortage(limit, recipients, 0, now).isEmpty()) {
                    accepted.add(spent(now, recipients));
                    ledger = ledger.with(spent(now, recipients)).compact(DAY, now);
                } else {
                    long longerByAStep = window.millis() + window.millis() / 60 + 1;
                    assertThat(within(longerByAStep, accepted, now) + recipients)
                            .as("recipients that a refusal is about")
                            .isGreaterThan(window.max());
                }
            }

            assertThat(mostInAWindow(accepted, window.millis())).isLessThanOrEqualTo(window.max());
            assertThat(accepted).isNotEmpty();
        }

        private long within(long windowMillis, List<Spending> accepted, long now) {
            return accepted.stream()
                    .filter(spending -> spending.isWithin(windowMillis, now))
                    .mapToLong(Spending::count)
                    .sum();
        }

        private long mostInAWindow(List<Spending> accepted, long windowMillis) {
            long most = 0;
            long inWindow = 0;
            int oldest = 0;
            for (Spending newest : accepted) {
                inWindow += newest.count();
                while (!accepted.get(oldest).isWithin(windowMillis, newest.to())) {
                    inWindow -= accepted.get(oldest).count();
                    oldest++;
                }
                most = Math.max(most, inWindow);
            }
            return most;
        }

        @Test
        void stepShouldBeAtMostASixtiethOfItsAge() {
            SendLedger ledger = SendLedger.EMPTY;
            Random random = new Random(1);
            for (long now = HOUR; now < 3 * HOUR; now += random.nextInt(2_000)) {
                ledger = ledger.with(spent(now, 1)).compact(DAY, now);
                long decided = now;
                assertThat(ledger.spendings()).allSatisfy(step -> assertThat((step.to() - step.from()) * 60)
                        .isLessThanOrEqualTo(decided - step.to()));
            }
        }

        @Test
        void ledgerShouldStaySmall() {
            SendLedger ledger = SendLedger.EMPTY;
            for (long now = DAY; now < 3 * DAY; now += 5_000) {
                ledger = ledger.with(spent(now, 1)).compact(DAY, now);
            }

            assertThat(ledger.spendings()).hasSizeLessThan(900);
            assertThat(ledger.used(2 * DAY, 3 * DAY)).isBetween(17_280L, 17_600L);
        }

        @Test
        void whatIsTooOldShouldGo() {
            SendLedger ledger = ledger(spent(1_000, 3), spent(HOUR, 2)).compact(HOUR, HOUR + 1_000);

            assertThat(ledger).isEqualTo(ledger(spent(HOUR, 2)));
        }
    }
}

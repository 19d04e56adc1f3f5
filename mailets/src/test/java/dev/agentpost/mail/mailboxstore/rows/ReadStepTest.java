package dev.agentpost.mail.mailboxstore.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.UidRange;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReadStepTest {
    @Test
    void nothingShouldNeedNoStep() {
        assertThat(ReadStep.covering(LongStream.empty())).isEmpty();
    }

    @Test
    void runShouldBeOneRange() {
        assertThat(ReadStep.covering(LongStream.rangeClosed(5, 5000)))
                .containsExactly(new ReadStep.Range(new UidRange(5, 5000)));
    }

    @Test
    void smallGapShouldBeWalkedOver() {
        assertThat(ReadStep.covering(LongStream.concat(LongStream.rangeClosed(1, 20), LongStream.rangeClosed(80, 100))))
                .containsExactly(new ReadStep.Range(new UidRange(1, 100)));
    }

    @Test
    void largeGapShouldBeSkipped() {
        assertThat(ReadStep.covering(
                        LongStream.concat(LongStream.rangeClosed(1, 20), LongStream.rangeClosed(5000, 5100))))
                .containsExactly(new ReadStep.Range(new UidRange(1, 20)), new ReadStep.Range(new UidRange(5000, 5100)));
    }

    @Test
    void singleUidsShouldBeNamedTogether() {
        assertThat(ReadStep.covering(LongStream.of(1, 500, 501, 9000)))
                .containsExactly(new ReadStep.Uids(List.of(1L, 500L, 501L, 9000L)));
    }

    @Test
    void orderShouldBeKeptAmongRangesAndSingleUids() {
        assertThat(ReadStep.covering(LongStream.concat(
                        LongStream.concat(LongStream.of(1), LongStream.rangeClosed(1000, 1100)), LongStream.of(3000))))
                .containsExactly(
                        new ReadStep.Uids(List.of(1L)),
                        new ReadStep.Range(new UidRange(1000, 1100)),
                        new ReadStep.Uids(List.of(3000L)));
    }

    @Test
    void lookUpShouldNameNoMoreUidsThanItMay() {
        assertThat(ReadStep.covering(LongStream.range(1, 2000).map(i -> i * 100)))
                .allSatisfy(
                        step -> assertThat(((ReadStep.Uids) step).uids()).hasSizeLessThanOrEqualTo(FolderRows.MAX_UIDS))
                .flatExtracting(step -> ((ReadStep.Uids) step).uids())
                .hasSize(1999);
    }
}

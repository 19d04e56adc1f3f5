package dev.agentpost.mail.core.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReplyPatienceTest {
    private static final Duration ALMOST_ALL = ReplyPatience.LIMIT.minusSeconds(1);

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);
    private final ReplyPatience patience = new ReplyPatience(nanoTime::get);

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private void answer(String reply) {
        patience.answered(reply.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void allTimeShouldBeLeftAtFirst() {
        assertThat(patience.left()).isEqualTo(ReplyPatience.LIMIT);
    }

    /** Two stores that one command asks, one after the other. */
    @Test
    void timeShouldPassUntilTheAnswer() {
        pass(ALMOST_ALL);

        assertThat(patience.left()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void memoryShouldBeHeardWhenNoTimeIsLeft() {
        pass(ReplyPatience.LIMIT.multipliedBy(100));

        assertThat(patience.left()).isEqualTo(ReplyPatience.LEAST);
    }

    @Test
    void timeShouldBeginAnewWhenTheClientSpeaks() {
        pass(ALMOST_ALL);

        patience.begin();

        assertThat(patience.left()).isEqualTo(ReplyPatience.LIMIT);
    }

    /** Of many commands that were sent together and take their time. */
    @Test
    void timeShouldBeginAnewWithAnAnswer() {
        pass(ALMOST_ALL);

        answer("550 5.1.1 No such inbox\r\n");

        assertThat(patience.left()).isEqualTo(ReplyPatience.LIMIT);
    }

    /** Of many commands that were sent together only one waits for a store that hangs. */
    @Test
    void temporaryRefusalShouldNotCountAsAnswer() {
        pass(ReplyPatience.LIMIT);

        answer("451 4.3.0 Temporary failure\r\n");

        assertThat(patience.left()).isEqualTo(ReplyPatience.LEAST);
    }

    private void waitInVain() {
        pass(ReplyPatience.LIMIT);
        patience.failed();
    }

    @Test
    void nothingShouldBeWaitedForAgainAfterAWaitInVain() {
        waitInVain();

        answer("250 2.0.0 OK\r\n");

        assertThat(patience.left()).isEqualTo(ReplyPatience.IN_VAIN);
    }

    @Test
    void whatWasSentBeforeAWaitInVainShouldNotBeWaitedFor() {
        pass(ALMOST_ALL);
        long arrivedAt = nanoTime.get();
        pass(Duration.ofSeconds(1));
        patience.failed();

        patience.begin(arrivedAt);

        assertThat(patience.left()).isEqualTo(ReplyPatience.IN_VAIN);
    }

    @Test
    void whatWasSentAfterAWaitInVainShouldHaveAllTime() {
        waitInVain();
        pass(Duration.ofSeconds(1));

        patience.begin(nanoTime.get());

        assertThat(patience.left()).isEqualTo(ReplyPatience.LIMIT);
    }

    @Test
    void waitForAThreadShouldCount() {
        long arrivedAt = nanoTime.get() + 1;
        pass(ALMOST_ALL);

        patience.begin(arrivedAt);

        assertThat(patience.left()).isEqualTo(Duration.ofSeconds(1).plusNanos(1));
    }

    /** Of commands that came in several pieces, all of them before the first answer. */
    @Test
    void whatWasSentBeforeAnAnswerShouldHaveTheTimeFromTheAnswerOn() {
        long arrivedAt = nanoTime.get() + 1;
        pass(ALMOST_ALL);
        answer("250 2.1.5 OK\r\n");

        patience.begin(arrivedAt);

        assertThat(patience.left()).isEqualTo(ReplyPatience.LIMIT);
    }

    @Test
    void failureInTimeShouldLeaveTheRestOfTheTime() {
        pass(ALMOST_ALL);

        patience.failed();

        assertThat(patience.left()).isEqualTo(Duration.ofSeconds(1));
    }
}

package dev.agentpost.mail.integration.benchmark.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficTest {
    private static final int MESSAGES = 200;

    @ParameterizedTest
    @CsvSource({"2,1", "2,10", "20,1", "20,10"})
    void nobodyShouldWriteToItself(int inboxes, int connections) {
        Traffic traffic = new Traffic(inboxes(inboxes), connections, MESSAGES);

        for (int number = 0; number < MESSAGES; number++) {
            assertThat(traffic.recipient(number)).isNotEqualTo(traffic.sender(number));
        }
    }

    @ParameterizedTest
    @CsvSource({"2,1", "2,10", "20,1", "20,10"})
    void eachMessageShouldBeSentAndReceivedOnce(int inboxes, int connections) {
        Traffic traffic = new Traffic(inboxes(inboxes), connections, MESSAGES);

        assertThat(traffic.inboxes().stream().mapToInt(traffic::sent).sum()).isEqualTo(MESSAGES);
        assertThat(traffic.inboxes().stream().mapToInt(traffic::received).sum()).isEqualTo(MESSAGES);
    }

    @Test
    void manyInboxesShouldAllReceive() {
        Traffic traffic = new Traffic(inboxes(20), 10, MESSAGES);

        assertThat(traffic.inboxes()).allMatch(inbox -> traffic.received(inbox) > 0);
    }

    @Test
    void twoInboxesShouldBeOneSenderWithOneRecipient() {
        Traffic traffic = new Traffic(inboxes(2), 10, MESSAGES);

        assertThat(traffic.received(traffic.inboxes().get(1))).isEqualTo(MESSAGES);
    }

    private static List<TestInbox> inboxes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new TestInbox("inbox" + i + "@example.com", "key"))
                .toList();
    }
}

package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import java.util.stream.IntStream;

/** Who writes to whom: message n goes by connection n modulo connections. */
record Traffic(List<TestInbox> inboxes, int connections, int messages) {
    private boolean isOfTwo() {
        return inboxes.size() == 2;
    }

    TestInbox sender(int number) {
        return isOfTwo() ? inboxes.get(0) : inboxes.get(number % connections % inboxes.size());
    }

    /** Never the sender: the step between rounds of the connections moves on by one. */
    TestInbox recipient(int number) {
        if (isOfTwo()) {
            return inboxes.get(1);
        }
        int distance = 1 + number / connections % (inboxes.size() - 1);
        return inboxes.get((number % connections + distance) % inboxes.size());
    }

    int sent(TestInbox inbox) {
        return (int) IntStream.range(0, messages)
                .filter(number -> sender(number).equals(inbox))
                .count();
    }

    int received(TestInbox inbox) {
        return (int) IntStream.range(0, messages)
                .filter(number -> recipient(number).equals(inbox))
                .count();
    }
}

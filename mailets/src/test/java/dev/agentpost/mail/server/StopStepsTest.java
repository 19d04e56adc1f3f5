package dev.agentpost.mail.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopStepsTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void stepsShouldBeDoneInTheirOrder() {
        new StopSteps()
                .then("first", () -> done.add("first"))
                .then("second", () -> done.add("second"))
                .run();

        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void stepAfterOneThatFailsShouldBeDone() {
        new StopSteps()
                .then("failing", () -> {
                    throw new IllegalStateException("a request that does not end");
                })
                .then("lacking a class", () -> {
                    throw new NoClassDefFoundError("dev/agentpost/mail/Gone");
                })
                .then("last", () -> done.add("last"))
                .run();

        assertThat(done).containsExactly("last");
    }

    @Test
    void errorOfTheMachineShouldBeThrown() {
        StopSteps steps = new StopSteps().then("failing", () -> {
            throw new OutOfMemoryError("none left");
        });

        assertThatThrownBy(steps::run).isInstanceOf(OutOfMemoryError.class);
    }
}

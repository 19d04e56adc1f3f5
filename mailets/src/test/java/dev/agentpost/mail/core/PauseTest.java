package dev.agentpost.mail.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PauseTest {
    @Test
    void pauseShouldBeTaken() {
        assertThat(new Pause(Duration.ofMillis(1)).take()).isTrue();
    }

    @Test
    void interruptShouldEndItAndBeKept() {
        Thread.currentThread().interrupt();

        boolean taken = new Pause(Duration.ofDays(1)).take();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(taken).isFalse();
    }
}

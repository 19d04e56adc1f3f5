package dev.agentpost.mail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StepsTest {
    private final StringWriter err = new StringWriter();
    private final Steps steps = new Steps(new PrintWriter(err));

    @Test
    void stepShouldBeShownWithTheSeconds() {
        steps.show("starting");

        assertThat(err.toString()).matches("\\[ +\\d+\\.\\d s\\] starting\\R");
    }

    @Test
    void sameStepShouldBeShownOnce() {
        steps.show("starting");
        steps.show("starting");

        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void countingShouldNotFillTheScreen() {
        for (int table = 1; table <= 100; table++) {
            steps.show("making tables, " + table + " of 100");
        }

        assertThat(err.toString().lines()).hasSizeLessThan(10);
    }

    @Test
    void nextStepShouldBeShownAtOnce() {
        steps.show("making tables, 1 of 2");
        steps.show("starting the listeners");

        assertThat(err.toString()).contains("starting the listeners");
    }
}

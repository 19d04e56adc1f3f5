package dev.agentpost.mail.server;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a stop does, one step after the other: whatever one throws, those after it matter too. */
final class StopSteps {
    private static final Logger LOGGER = LoggerFactory.getLogger(StopSteps.class);

    private record Step(String name, Runnable action) {}

    private final List<Step> steps = new ArrayList<>();

    StopSteps then(String name, Runnable action) {
        steps.add(new Step(name, action));
        return this;
    }

    void run() {
        steps.forEach(StopSteps::run);
    }

    /** An error too: a class that cannot be loaded while the server ends keeps nothing else open. */
    private static void run(Step step) {
        try {
            step.action().run();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.warn("stopping goes on after a failure: {}", step.name(), e);
        }
    }
}

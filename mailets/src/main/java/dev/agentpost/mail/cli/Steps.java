package dev.agentpost.mail.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shows on standard error what goes on, each step with the seconds since the command began. */
public final class Steps {
    private static final double NANOSECONDS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter err;
    private final long begin = System.nanoTime();
    private String last = "";

    public Steps(PrintWriter err) {
        this.err = err;
    }

    /** Nothing when it is the step that was shown last. */
    public void show(String step) {
        if (step == null || step.equals(last)) {
            return;
        }
        last = step;
        err.println(String.format(Locale.ROOT, "[%6.1f s] %s", seconds(), step));
        err.flush();
    }

    private double seconds() {
        return (System.nanoTime() - begin) / NANOSECONDS_PER_SECOND;
    }
}

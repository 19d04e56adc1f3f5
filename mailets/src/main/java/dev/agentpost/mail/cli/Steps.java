package dev.agentpost.mail.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Shows on standard error what goes on, each step with the seconds since the command began. */
public final class Steps {
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final double SECONDS_BETWEEN_COUNTS = 5;
    private static final double NANOSECONDS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter err;
    private final long begin = System.nanoTime();
    private String lastKind = "";
    private double lastShown;

    public Steps(PrintWriter err) {
        this.err = err;
    }

    /** Steps that differ in their numbers only, as those that count, are shown now and then. */
    public void show(String step) {
        if (step == null) {
            return;
        }
        String kind = DIGITS.matcher(step).replaceAll("");
        double now = seconds();
        if (kind.equals(lastKind) && (step.equals(kind) || now - lastShown < SECONDS_BETWEEN_COUNTS)) {
            return;
        }
        lastKind = kind;
        lastShown = now;
        err.println(String.format(Locale.ROOT, "[%6.1f s] %s", now, step));
        err.flush();
    }

    private double seconds() {
        return (System.nanoTime() - begin) / NANOSECONDS_PER_SECOND;
    }
}

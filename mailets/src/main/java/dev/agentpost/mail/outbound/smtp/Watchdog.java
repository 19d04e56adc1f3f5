package dev.agentpost.mail.outbound.smtp;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The one thread that closes connections which take too long. */
final class Watchdog {
    static final ScheduledThreadPoolExecutor TIMER = timer();

    private Watchdog() {}

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "outbound-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}

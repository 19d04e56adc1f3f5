package dev.agentpost.mail.integration.harness;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Ends processes at once, or lets them hang. */
public final class Processes {
    private Processes() {}

    /** SIGKILL, unless the process is gone. */
    public static void kill(long pid) {
        check(pid);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** SIGSTOP: it keeps its connections and says nothing. */
    public static void halt(long pid) {
        signal("STOP", pid);
    }

    /** SIGCONT. */
    public static void goOn(long pid) {
        signal("CONT", pid);
    }

    private static void signal(String name, long pid) {
        check(pid);
        AgentPostCommand.run(List.of("kill", "-" + name, Long.toString(pid)), Map.of(), "", Duration.ofSeconds(10))
                .orFail("kill");
    }

    private static void check(long pid) {
        if (pid <= 1) {
            // 0 would be the process group of this JVM
            throw new IllegalArgumentException("not a process of a server: " + pid);
        }
    }
}

package dev.agentpost.mail.integration.harness;

/** Ends processes at once. */
public final class Processes {
    private Processes() {}

    /** SIGKILL, unless the process is gone. */
    public static void kill(long pid) {
        if (pid <= 1) {
            // 0 would be the process group of this JVM
            throw new IllegalArgumentException("not a process of a server: " + pid);
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}

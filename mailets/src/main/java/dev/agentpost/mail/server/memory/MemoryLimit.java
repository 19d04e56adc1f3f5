package dev.agentpost.mail.server.memory;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * How much memory there is.
 *
 * @param container true: who takes more is killed; false: that of the machine, on which others run too
 */
public record MemoryLimit(long mebibytes, boolean container) {
    private static final int MEBIBYTE_BITS = 20;

    /** What this process and its children may take. */
    public static MemoryLimit ofThisProcess() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return of(new CgroupMemory(Path.of("/")), system.getTotalMemorySize());
    }

    /** @param machineBytes of the machine; Java says those of the control group, where it finds one */
    static MemoryLimit of(CgroupMemory group, long machineBytes) {
        long bytes = group.limit().orElse(Long.MAX_VALUE);
        return bytes <= machineBytes
                ? new MemoryLimit(bytes >> MEBIBYTE_BITS, true)
                : new MemoryLimit(machineBytes >> MEBIBYTE_BITS, false);
    }

    @Override
    public String toString() {
        return (container ? "this container has " : "this machine has ") + mebibytes + " MiB of memory";
    }
}

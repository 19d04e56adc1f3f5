package dev.agentpost.mail.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.agentpost.mail.server.configuration.HeapSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The machine and what lies on it; needs no server. */
final class MachineChecks {
    /** Below this a start is refused. */
    static final long LEAST_BYTES = 200L << 20;

    /** A commit log, a compaction and some large messages. */
    static final long COMFORTABLE_BYTES = 2L << 30;

    private static final int JAVA = 17;

    /** Beside their heaps, of the two processes. */
    private static final int OTHER_MEBIBYTES = 600;

    private static final Duration TOLERATED_SKEW = Duration.ofSeconds(5);
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path folder;
    private final Clock clock;

    MachineChecks(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    Finding java() {
        int version = Runtime.version().feature();
        return version == JAVA
                ? Finding.ok("java", "JDK " + Runtime.version())
                : Finding.fail("java", "Java " + version, "Set JAVA_HOME to a JDK " + JAVA + ".");
    }

    static Finding memory(HeapSettings heap) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return memory(heap, system.getTotalMemorySize() >> 20);
    }

    static Finding memory(HeapSettings heap, long machineMebibytes) {
        long needed = heap.serverMebibytes() + heap.cassandraMebibytes() + OTHER_MEBIBYTES;
        String message = machineMebibytes + " MiB in all; server and Cassandra may take " + needed;
        return machineMebibytes >= needed
                ? Finding.ok("memory", message)
                : Finding.warn("memory", message, "Set SERVER_HEAP and CASSANDRA_HEAP lower, or give more memory.");
    }

    Finding disk() {
        try {
            FileStore store = Files.getFileStore(existing(folder));
            return disk(store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            return Finding.fail("disk", "the disk of " + folder + " does not answer: " + e.getMessage(), "Look at it.");
        }
    }

    static Finding disk(long usable, long total) {
        String message = (usable >> 20) + " of " + (total >> 20) + " MiB are free";
        if (usable < LEAST_BYTES) {
            return Finding.fail(
                    "disk",
                    message + ", less than " + (LEAST_BYTES >> 20),
                    "Make room: mail is refused, and no start is possible.");
        }
        return usable < COMFORTABLE_BYTES
                ? Finding.warn("disk", message + ", less than " + (COMFORTABLE_BYTES >> 20), "Make room soon.")
                : Finding.ok("disk", message);
    }

    /** @param others secrets that lie elsewhere */
    List<Finding> secrets(Stream<Path> others) {
        List<Path> files = Stream.concat(
                        Stream.of("admin-token", "cassandra/password", "tls/ca.key", "tls/server.key")
                                .map(folder::resolve),
                        others)
                .distinct()
                .filter(Files::exists)
                .toList();
        List<Finding> findings = new ArrayList<>();
        for (Path file : files) {
            try {
                if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
                    findings.add(Finding.fail(
                            "secrets",
                            file + " can be read by others",
                            "chmod 600 " + file + ", and renew what is in it."));
                }
            } catch (IOException e) {
                findings.add(Finding.fail("secrets", file + " is not readable", "Run this as the server's user."));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok("secrets", files.size() + " files, for their owner only"));
        }
        return findings;
    }

    /** A clock that was set back makes keys valid again, and new data older than old. */
    Finding clock() {
        Instant now = clock.instant();
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.walk(folder, 2) : Stream.empty()) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Instant changed = Files.getLastModifiedTime(file).toInstant();
                if (changed.isAfter(now.plus(TOLERATED_SKEW))) {
                    return Finding.fail(
                            "clock",
                            "it is " + now + " here, but " + file + " was changed at " + changed,
                            "The clock was set back: set it right, and let NTP keep it.");
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return Finding.warn("clock", folder + " is not readable: " + e.getMessage(), "Run this as its owner.");
        }
        return Finding.ok("clock", "it is " + now + "; nothing in the data folder is younger");
    }

    private static Path existing(Path path) {
        Path candidate = path;
        while (!Files.exists(candidate)) {
            candidate = candidate.getParent();
        }
        return candidate;
    }
}

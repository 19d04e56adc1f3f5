package dev.agentpost.mail.cli.doctor;

import dev.agentpost.mail.core.DiskSpace;
import dev.agentpost.mail.core.Folders;
import dev.agentpost.mail.server.memory.HeapPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The machine and what lies on it; needs no server. */
final class MachineChecks {
    /** A commit log, a compaction and some large messages. */
    static final long COMFORTABLE_BYTES = 2L << 30;

    private static final int JAVA = 17;

    private static final Duration TOLERATED_SKEW = Duration.ofSeconds(5);
    private static final Duration WELL_KEPT = Duration.ofMillis(500);
    private static final Duration FAR_OFF = Duration.ofSeconds(30);
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

    static Finding memory(HeapPlan heaps) {
        return heaps.warning().isEmpty()
                ? Finding.ok("memory", heaps.figures())
                : Finding.warn(
                        "memory", heaps.figures(), "Set SERVER_HEAP and CASSANDRA_HEAP lower, or give more memory.");
    }

    Finding disk() {
        try {
            FileStore store = Files.getFileStore(Folders.existing(folder));
            return disk(store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            return Finding.fail("disk", "the disk of " + folder + " does not answer: " + e.getMessage(), "Look at it.");
        }
    }

    static Finding disk(long usable, long total) {
        String message = (usable >> 20) + " of " + (total >> 20) + " MiB are free";
        if (usable < DiskSpace.LEAST_BYTES) {
            return Finding.fail(
                    "disk",
                    message + ", less than " + (DiskSpace.LEAST_BYTES >> 20),
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

    /** Nodes whose clocks differ disagree about limits and leases; one that is far off, about keys that expire. */
    static Finding time(String server, Optional<Duration> offset) {
        if (offset.isEmpty()) {
            return Finding.ok("time", "not known: " + server + " does not answer");
        }
        String seconds = String.format(Locale.ROOT, "%+.3f", -offset.get().toMillis() / 1000.0);
        String message = "this clock is " + seconds + " s from " + server;
        String advice = "Let NTP keep the clock: chrony, or timedatectl set-ntp true.";
        Duration distance = offset.get().abs();
        if (distance.compareTo(FAR_OFF) > 0) {
            return Finding.fail("time", message, advice);
        }
        return distance.compareTo(WELL_KEPT) > 0 ? Finding.warn("time", message, advice) : Finding.ok("time", message);
    }
}

package dev.agentpost.mail.server.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The limit that control groups of Linux, version 1 or 2, set on the memory of this process. The lowest on the way up
 * counts: the group may be limited itself, or what it lies in. Java 17 looks at the group alone.
 *
 * @param root where proc and sys are mounted
 */
record CgroupMemory(Path root) {
    private static final String FILE_V1 = "memory.limit_in_bytes";
    private static final String FILE_V2 = "memory.max";
    // Version 1 says "no limit" as the largest number of pages, version 2 as "max"
    private static final long NO_LIMIT = 1L << 60;
    private static final int FIELDS = 3;

    /** In bytes; empty without a limit, and where there are no control groups. */
    OptionalLong limit() {
        return lines(root.resolve("proc/self/cgroup")).stream()
                .map(line -> line.split(":", FIELDS))
                .filter(fields -> fields.length == FIELDS)
                .flatMapToLong(fields -> limits(fields[1], fields[2]))
                .filter(limit -> limit < NO_LIMIT)
                .min();
    }

    /** cgroups(7): each line has the number of a hierarchy, its controllers and the group; version 2 names none. */
    private LongStream limits(String controllers, String group) {
        Path mounts = root.resolve("sys/fs/cgroup");
        if (controllers.isEmpty()) {
            return upwards(mounts, group, FILE_V2);
        }
        return List.of(controllers.split(",")).contains("memory")
                ? upwards(mounts.resolve("memory"), group, FILE_V1)
                : LongStream.empty();
    }

    /** In a container the group may be named as the machine sees it, which leads nowhere: the mount itself is it then. */
    private static LongStream upwards(Path mount, String group, String file) {
        Path lowest = mount.resolve(group.replaceFirst("^/+", "")).normalize();
        return Stream.iterate(lowest, folder -> folder != null && folder.startsWith(mount), Path::getParent)
                .flatMap(folder -> lines(folder.resolve(file)).stream())
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }
}

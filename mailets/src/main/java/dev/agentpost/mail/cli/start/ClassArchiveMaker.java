package dev.agentpost.mail.cli.start;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** Makes class archives in a process of low priority that outlives the command: half a minute of CPU time, once. */
final class ClassArchiveMaker {
    /** What it takes in memory, beside a server that runs. */
    static final int MEBIBYTES = 512;

    /** Beside the archives, while one process makes them; one that is older was left by a process that was killed. */
    private static final String WORK = "making";

    private static final Duration LONGEST_WORK = Duration.ofMinutes(30);
    private static final String OWN_CLASSES = "dev/agentpost/";

    private static final String MAKE =
            """
            umask 022
            cd "$1" || exit 1
            trap 'rm -rf "$1"' EXIT
            trap 'exit 1' INT TERM
            status=0
            for name in $3; do
                target=$(cat $name.target)
                # On disk before it has its name; not every sync takes files.
                if nice -n 19 "$2" @$name.arguments && { sync $name.jsa 2>/dev/null || sync; } \\
                        && mv -f $name.jsa "../$target"; then
                    for old in ../$name-*.jsa; do
                        [ "$old" = "../$target" ] || rm -f "$old"
                    done
                else
                    status=1
                fi
            done
            exit $status
            """;

    /** A session of its own: the terminal's signals do not reach it. */
    private static final String DETACH =
            "if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; fi; trap '' HUP INT; exec \"$@\"";

    private final ClassArchives archives;
    private final Path output;
    private final Clock clock;

    static ClassArchiveMaker of(ClassArchives archives, Path dataFolder, Clock clock) {
        return new ClassArchiveMaker(archives, outputFile(dataFolder), clock);
    }

    /** What goes wrong stands there. */
    static Path outputFile(Path dataFolder) {
        return dataFolder.resolve("logs").resolve("class-archives.out");
    }

    private ClassArchiveMaker(ClassArchives archives, Path output, Clock clock) {
        this.archives = archives;
        this.output = output;
        this.clock = clock;
    }

    /** @return the process, or nothing when there is nothing to do, another does it, or it cannot be done */
    Optional<Process> begin() {
        try {
            return tryToBegin();
        } catch (IOException e) {
            // Starts only take longer without.
            return Optional.empty();
        }
    }

    private Optional<Process> tryToBegin() throws IOException {
        List<ClassArchive> missing = archives.missing().stream()
                .filter(archive -> Files.isReadable(archives.classList(archive)))
                .toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        Path work = missing.get(0).file().resolveSibling(WORK);
        if (!claim(work)) {
            return Optional.empty();
        }
        for (ClassArchive archive : missing) {
            prepare(work, archive);
        }
        return Optional.of(start(work, missing));
    }

    private boolean claim(Path work) throws IOException {
        Files.createDirectories(work.getParent());
        if (Files.isDirectory(work)
                && Files.getLastModifiedTime(work).toInstant().isBefore(oldest())) {
            FileUtils.deleteDirectory(work.toFile());
        }
        try {
            Files.createDirectory(work);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private Instant oldest() {
        return clock.instant().minus(LONGEST_WORK);
    }

    private void prepare(Path work, ClassArchive archive) throws IOException {
        Path recorded = archives.classList(archive);
        Files.writeString(
                work.resolve(archive.name() + ".classes"),
                ofLibraries(Files.readString(recorded, StandardCharsets.ISO_8859_1)),
                StandardCharsets.ISO_8859_1);
        Files.writeString(
                work.resolve(archive.name() + ".target"),
                archive.file().getFileName().toString());
        Files.writeString(work.resolve(archive.name() + ".arguments"), arguments(archive));
        Files.delete(recorded);
    }

    /** The last line may not be whole yet. */
    private static String ofLibraries(String classList) {
        return classList
                .substring(0, classList.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> !line.contains(OWN_CLASSES))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String arguments(ClassArchive archive) {
        String classPath = archive.jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return Stream.of(
                        "-Xshare:dump",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        // A class that cannot be archived, of which there are some, is a warning.
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr",
                        "-XX:SharedClassListFile=" + archive.name() + ".classes",
                        "-XX:SharedArchiveFile=" + archive.name() + ClassArchive.SUFFIX,
                        "-cp",
                        classPath)
                .map(argument -> '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining("\n"));
    }

    private Process start(Path work, List<ClassArchive> missing) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String names = missing.stream().map(ClassArchive::name).collect(Collectors.joining(" "));
        return new ProcessBuilder(
                        "sh", "-c", DETACH, "agentpost", "sh", "-c", MAKE, "agentpost", work + "", java, names)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
    }
}

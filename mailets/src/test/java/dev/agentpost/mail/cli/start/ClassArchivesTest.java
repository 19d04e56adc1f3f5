package dev.agentpost.mail.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.cli.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClassArchivesTest {
    @TempDir
    Path folder;

    private Path home;
    private Path data;
    private Path library;
    private Path cassandraLibrary;

    @BeforeEach
    void setUp() throws Exception {
        home = folder.resolve("installation");
        data = folder.resolve("data");
        library = jar(home.resolve("mailets/target/lib/library.jar"));
        cassandraLibrary = jar(home.resolve("mailets/embedded-cassandra/target/lib/cassandra.jar"));
        Files.createDirectories(data.resolve("run"));
        Files.createDirectories(data.resolve("logs"));
    }

    private static Path jar(Path target) throws Exception {
        Files.createDirectories(target.getParent());
        Path picocli = Path.of(CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Files.copy(picocli, target);
    }

    private ClassArchives archives() throws IOException {
        return ClassArchives.of(new Installation(home), List.of(library), data);
    }

    private void record(String name) throws IOException {
        Files.writeString(
                data.resolve("run").resolve(name + ".classes"),
                "java/lang/Object\ndev/agentpost/mail/Own\npicocli/CommandLine\npicocli/CommandLine$Comm");
    }

    private ClassArchiveMaker maker() throws IOException {
        return ClassArchiveMaker.of(archives(), data, Clock.systemUTC());
    }

    private void make() throws Exception {
        record("server");
        record("cassandra");
        Process process = maker().begin().orElseThrow();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(ClassArchiveMaker.outputFile(data)))
                .isZero();
    }

    private String only(List<String> options) {
        assertThat(options).hasSize(1);
        return options.get(0);
    }

    @Test
    void firstStartShouldRecordWhereItMay() throws IOException {
        assertThat(only(archives().serverOptions(true)))
                .isEqualTo("-XX:DumpLoadedClassList=" + data.resolve("run/server.classes"));
        assertThat(only(archives().cassandraOptions(true)))
                .isEqualTo("-XX:DumpLoadedClassList=" + data.resolve("run/cassandra.classes"));
        assertThat(archives().serverOptions(false)).isEmpty();
        assertThat(maker().begin()).isEmpty();
    }

    @Test
    void jvmShouldTakeClassesFromAnArchiveThatWasMade() throws Exception {
        make();

        assertThat(archives().areMade()).isTrue();
        String option = only(archives().serverOptions(true));
        Path own = jar(folder.resolve("own.jar"));
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        option,
                        "-XX:+UseSerialGC",
                        "-Xshare:on",
                        "-Xlog:class+load",
                        "-cp",
                        library + ":" + own,
                        "picocli.AutoComplete",
                        "--help")
                .redirectErrorStream(true)
                .start();
        assertThat(java.inputReader().lines().filter(line -> line.contains(" picocli.CommandLine ")))
                .hasSize(1)
                .allMatch(line -> line.contains("shared objects file"));
        assertThat(data.resolve("run/server.classes")).doesNotExist();
        assertThat(home.resolve("mailets/target/class-archives")).isDirectoryNotContaining("glob:**making");
    }

    @Test
    void archiveShouldGiveWayToThatOfOtherJars() throws Exception {
        make();
        Files.setLastModifiedTime(library, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        assertThat(archives().missing()).extracting(ClassArchive::name).containsExactly("server");

        make();

        assertThat(archives().areMade()).isTrue();
        assertThat(home.resolve("mailets/target/class-archives").toFile().list())
                .hasSize(2);
    }

    @Test
    void emptyFileShouldGiveWayToAnArchive() throws Exception {
        Path empty = archives().missing().get(0).file();
        Files.createDirectories(empty.getParent());
        Files.createFile(empty);
        assertThat(archives().missing()).hasSize(2);

        make();

        assertThat(archives().areMade()).isTrue();
    }

    @Test
    void oneProcessAtATimeShouldMakeThem() throws Exception {
        record("server");
        Path making = Files.createDirectories(home.resolve("mailets/target/class-archives/making"));
        assertThat(maker().begin()).isEmpty();

        Files.setLastModifiedTime(making, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

        Process process = maker().begin().orElseThrow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    @Test
    void dataFolderShouldHoldThoseOfAnInstallationThatCannot() throws Exception {
        Files.createFile(home.resolve("mailets/target/class-archives"));

        make();

        assertThat(only(archives().cassandraOptions(true))).contains(data + "/class-archives/cassandra-");
    }
}

package dev.agentpost.mail.cassandra.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.cassandra.TestCassandra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.commons.io.FileUtils;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedCassandraFailureTest {
    @TempDir
    Path temporary;

    private Path data;
    private EmbeddedCassandraConfiguration configuration;

    @BeforeEach
    void setUp() {
        data = temporary.resolve("cassandra");
        configuration = TestCassandra.configuration(data);
    }

    @Test
    void missingLibrariesShouldBeSaidWithTheCommandThatBuildsThem() {
        Path absent = temporary.resolve("absent");

        assertThatStart(new EmbeddedCassandraConfiguration(
                        data,
                        absent,
                        configuration.confDirectory(),
                        configuration.logFile(),
                        configuration.javaExecutable(),
                        configuration.maxHeap(),
                        configuration.jvmOption(),
                        configuration.otherPorts()))
                .withMessageContaining(absent.toString())
                .withMessageContaining("mvn -pl mailets/embedded-cassandra");
    }

    @Test
    void dataFolderThatIsAFileShouldBeCalledNotWritable() throws IOException {
        Files.writeString(data, "a file");

        assertThatStart(configuration)
                .withMessageStartingWith("data folder " + data.toAbsolutePath() + " is not writable");
    }

    @Test
    void refusedJvmOptionShouldBeQuoted() {
        assertThatStart(configuration.withMaxHeap("lots")).withMessageContaining("Invalid maximum heap size: -Xmxlots");
    }

    @Test
    void errorOfCassandraShouldBeQuotedWithItsLog() throws IOException {
        Path conf = temporary.resolve("conf");
        FileUtils.copyDirectory(configuration.confDirectory().toFile(), conf.toFile());
        Files.writeString(conf.resolve("cassandra.yaml"), "no_such_key: 1\n");

        assertThatStart(new EmbeddedCassandraConfiguration(
                        data,
                        configuration.libDirectory(),
                        conf,
                        configuration.logFile(),
                        configuration.javaExecutable(),
                        configuration.maxHeap(),
                        configuration.jvmOption(),
                        configuration.otherPorts()))
                .withMessageContaining("no_such_key")
                .withMessageContaining(configuration.logFile().toString());
    }

    @Test
    void lostPasswordShouldBeSaid() throws IOException {
        Files.createDirectories(data);
        Files.createFile(data.resolve("password.set"));

        assertThatStart(configuration).withMessageContaining("password is missing");
    }

    @Test
    void failedStartShouldLeaveTheFolderFree() {
        assertThatStart(configuration.withMaxHeap("lots"));

        EmbeddedCassandra.endOrphans(data);

        assertThat(Orphans.find(data)).isEmpty();
    }

    @Test
    void endOrphansShouldDoNothingWithoutDataFolder() {
        EmbeddedCassandra.endOrphans(data);

        assertThat(data).doesNotExist();
    }

    @Test
    void portsShouldBeThoseOfTheLastStart() throws IOException {
        Path file = temporary.resolve("ports.properties");
        CassandraPorts first = CassandraPorts.choose(file, configuration.otherPorts());
        first.save(file);

        CassandraPorts second = CassandraPorts.choose(file, configuration.otherPorts());

        assertThat(second).isEqualTo(first);
    }

    @Test
    void portsOfOthersShouldNotBeChosenAlthoughNobodyListensYet() throws IOException {
        Path file = temporary.resolve("ports.properties");
        CassandraPorts first = CassandraPorts.choose(file, Set.of());
        first.save(file);

        CassandraPorts second = CassandraPorts.choose(file, Set.of(first.nativePort(), first.storagePort()));

        assertThat(List.of(second.nativePort(), second.storagePort()))
                .doesNotContain(first.nativePort(), first.storagePort())
                .doesNotHaveDuplicates();
    }

    @Test
    void damagedPortsFileShouldBeReplaced() throws IOException {
        Path file = Files.writeString(temporary.resolve("ports.properties"), "native=99999\nstorage=\\u00");

        CassandraPorts ports = CassandraPorts.choose(file, configuration.otherPorts());

        assertThat(ports.nativePort()).isNotEqualTo(ports.storagePort()).isPositive();
    }

    private ThrowableAssertAlternative<EmbeddedCassandraException> assertThatStart(
            EmbeddedCassandraConfiguration tried) {
        return new ThrowableAssertAlternative<>(Assertions.catchThrowableOfType(
                EmbeddedCassandraException.class, () -> EmbeddedCassandra.start(tried, progress -> {})));
    }
}

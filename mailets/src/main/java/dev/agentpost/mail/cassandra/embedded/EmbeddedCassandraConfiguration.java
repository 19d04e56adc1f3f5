package dev.agentpost.mail.cassandra.embedded;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How the embedded Cassandra runs.
 *
 * @param dataDirectory everything it keeps; made when absent, readable by its owner only
 * @param libDirectory the jars of Cassandra and what it needs
 * @param confDirectory holds cassandra.yaml, jvm.options and logback.xml
 * @param logFile Cassandra's log; what its JVM prints goes beside it, to the same name ending in {@code .out}
 * @param javaExecutable the {@code java} of a JDK 17
 * @param maxHeap as {@code -Xmx} takes it
 * @param jvmOption a further option of its JVM
 * @param otherPorts those that something else is going to listen on, so that none of them is chosen
 */
public record EmbeddedCassandraConfiguration(
        Path dataDirectory,
        Path libDirectory,
        Path confDirectory,
        Path logFile,
        Path javaExecutable,
        String maxHeap,
        Optional<String> jvmOption,
        Set<Integer> otherPorts) {
    public static final String DEFAULT_MAX_HEAP = "512M";
    /** System property naming the folder of Cassandra's jars; wins over the place below the home folder. */
    public static final String LIB_PROPERTY = "agentpost.cassandra.lib";

    /** System property with a further option of Cassandra's JVM. */
    public static final String JVM_OPTION_PROPERTY = "agentpost.cassandra.option";

    public EmbeddedCassandraConfiguration {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        libDirectory = libDirectory.toAbsolutePath().normalize();
        confDirectory = confDirectory.toAbsolutePath().normalize();
        logFile = logFile.toAbsolutePath().normalize();
        javaExecutable = javaExecutable.toAbsolutePath().normalize();
        Objects.requireNonNull(maxHeap);
        Objects.requireNonNull(jvmOption);
        otherPorts = Set.copyOf(otherPorts);
    }

    /** With the running JVM's {@code java}, the default heap, no further option and any free ports. */
    public static EmbeddedCassandraConfiguration of(
            Path dataDirectory, Path libDirectory, Path confDirectory, Path logFile) {
        return new EmbeddedCassandraConfiguration(
                dataDirectory,
                libDirectory,
                confDirectory,
                logFile,
                runningJava(),
                DEFAULT_MAX_HEAP,
                Optional.empty(),
                Set.of());
    }

    /** Where the jars are: {@link #LIB_PROPERTY}, else where the build puts them below the home folder. */
    public static Path libDirectory(Path home) {
        return Optional.ofNullable(System.getProperty(LIB_PROPERTY))
                .map(Path::of)
                .orElseGet(() -> home.resolve("mailets/embedded-cassandra/target/lib"));
    }

    public EmbeddedCassandraConfiguration withMaxHeap(String newMaxHeap) {
        return new EmbeddedCassandraConfiguration(
                dataDirectory, libDirectory, confDirectory, logFile, javaExecutable, newMaxHeap, jvmOption, otherPorts);
    }

    public EmbeddedCassandraConfiguration withJvmOption(Optional<String> option) {
        return new EmbeddedCassandraConfiguration(
                dataDirectory, libDirectory, confDirectory, logFile, javaExecutable, maxHeap, option, otherPorts);
    }

    public EmbeddedCassandraConfiguration withOtherPorts(Collection<Integer> ports) {
        return new EmbeddedCassandraConfiguration(
                dataDirectory,
                libDirectory,
                confDirectory,
                logFile,
                javaExecutable,
                maxHeap,
                jvmOption,
                Set.copyOf(ports));
    }

    Path outputFile() {
        String name = logFile.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return logFile.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".out");
    }

    private static Path runningJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}

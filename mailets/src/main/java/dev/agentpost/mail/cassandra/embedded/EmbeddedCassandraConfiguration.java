package dev.agentpost.mail.cassandra.embedded;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How the embedded Cassandra runs.
 *
 * @param dataDirectory everything it keeps; made when absent, readable by its owner only
 * @param libDirectory the jars of Cassandra and what it needs
 * @param confDirectory holds cassandra.yaml, jvm.options and logback.xml
 * @param logFile Cassandra's log; what its JVM prints goes beside it, to the same name ending in {@code .out}
 * @param javaExecutable the {@code java} of a JDK 17
 * @param maxHeap as {@code -Xmx} takes it
 * @param nativePort the CQL port on loopback; chosen by itself and kept when absent
 */
public record EmbeddedCassandraConfiguration(
        Path dataDirectory,
        Path libDirectory,
        Path confDirectory,
        Path logFile,
        Path javaExecutable,
        String maxHeap,
        Optional<Integer> nativePort) {
    public static final String DEFAULT_MAX_HEAP = "512M";
    /** System property naming the folder of Cassandra's jars; wins over the place below the home folder. */
    public static final String LIB_PROPERTY = "agentpost.cassandra.lib";

    public EmbeddedCassandraConfiguration {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        libDirectory = libDirectory.toAbsolutePath().normalize();
        confDirectory = confDirectory.toAbsolutePath().normalize();
        logFile = logFile.toAbsolutePath().normalize();
        javaExecutable = javaExecutable.toAbsolutePath().normalize();
        Objects.requireNonNull(maxHeap);
        Objects.requireNonNull(nativePort);
    }

    /** With the running JVM's {@code java}, the default heap and a port chosen by itself. */
    public static EmbeddedCassandraConfiguration of(
            Path dataDirectory, Path libDirectory, Path confDirectory, Path logFile) {
        return new EmbeddedCassandraConfiguration(
                dataDirectory, libDirectory, confDirectory, logFile, runningJava(), DEFAULT_MAX_HEAP, Optional.empty());
    }

    /** Where the jars are: {@link #LIB_PROPERTY}, else where the build puts them below the home folder. */
    public static Path libDirectory(Path home) {
        return Optional.ofNullable(System.getProperty(LIB_PROPERTY))
                .map(Path::of)
                .orElseGet(() -> home.resolve("mailets/embedded-cassandra/target/lib"));
    }

    public EmbeddedCassandraConfiguration withMaxHeap(String newMaxHeap) {
        return new EmbeddedCassandraConfiguration(
                dataDirectory, libDirectory, confDirectory, logFile, javaExecutable, newMaxHeap, nativePort);
    }

    public EmbeddedCassandraConfiguration withNativePort(int port) {
        return new EmbeddedCassandraConfiguration(
                dataDirectory, libDirectory, confDirectory, logFile, javaExecutable, maxHeap, Optional.of(port));
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

package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.cli.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The class archives of the server and of its embedded Cassandra: in the installation, or in the data folder where the
 * installation is read only. Only libraries are in them, so that a new build of our own classes can use them on.
 */
final class ClassArchives {
    static final String FOLDER = "class-archives";

    private final ClassArchive server;
    private final ClassArchive cassandra;
    private final Path run;

    private ClassArchives(ClassArchive server, ClassArchive cassandra, Path run) {
        this.server = server;
        this.cassandra = cassandra;
        this.run = run;
    }

    /** Nothing when this program does not run from jars, or when they cannot be looked at. */
    static Optional<ClassArchives> find(Installation installation, Path dataFolder) {
        List<Path> libraries = ServerLauncher.libraries();
        try {
            return libraries.isEmpty() ? Optional.empty() : Optional.of(of(installation, libraries, dataFolder));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * @param libraries the class path of the server without our own jar
     * @throws IOException when a jar cannot be looked at
     */
    static ClassArchives of(Installation installation, List<Path> libraries, Path dataFolder) throws IOException {
        Path shared = installation.home().resolve("mailets/target").resolve(FOLDER);
        ClassArchives installed = in(shared, installation, libraries, dataFolder);
        if (installed.areMade() || isWritable(shared)) {
            return installed;
        }
        return in(dataFolder.resolve(FOLDER), installation, libraries, dataFolder);
    }

    private static ClassArchives in(Path folder, Installation installation, List<Path> libraries, Path dataFolder)
            throws IOException {
        return new ClassArchives(
                ClassArchive.in(folder, "server", libraries),
                ClassArchive.in(folder, "cassandra", jars(installation.cassandraLibraryFolder())),
                dataFolder.resolve("run"));
    }

    boolean areMade() {
        return server.exists() && cassandra.exists();
    }

    List<ClassArchive> missing() {
        return Stream.of(server, cassandra).filter(archive -> !archive.exists()).toList();
    }

    /** @param recording where there is no archive yet, the names of the classes are written down to make one */
    List<String> serverOptions(boolean recording) {
        return options(server, recording);
    }

    /** As {@link #serverOptions}. */
    List<String> cassandraOptions(boolean recording) {
        return options(cassandra, recording);
    }

    private List<String> options(ClassArchive archive, boolean recording) {
        if (archive.exists()) {
            return List.of("-XX:SharedArchiveFile=" + archive.file());
        }
        return recording ? List.of("-XX:DumpLoadedClassList=" + classList(archive)) : List.of();
    }

    /** What a server that was started to record has loaded until now; it goes on writing. */
    Path classList(ClassArchive archive) {
        return run.resolve(archive.name() + ".classes");
    }

    /** In the order in which the embedded Cassandra gets them. */
    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.toAbsolutePath().normalize())) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted((one, other) -> one.toString().compareTo(other.toString()))
                    .toList();
        }
    }

    private static boolean isWritable(Path folder) {
        Path existing = folder;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        return Files.isDirectory(existing) && Files.isWritable(existing);
    }

    static List<Path> paths(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator)).map(Path::of).toList();
    }
}

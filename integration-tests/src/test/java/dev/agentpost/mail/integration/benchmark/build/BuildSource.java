package dev.agentpost.mail.integration.benchmark.build;

import dev.agentpost.mail.integration.harness.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a build comes from. */
public sealed interface BuildSource {
    /**
     * Makes it ready, which takes minutes when it was never built.
     *
     * @param cache the benchmark's folder
     * @param dataName overrides the name of the prepared data
     */
    Build make(Path cache, Optional<String> dataName);

    /** A revision of the repository that holds this benchmark, in a folder of its own in the cache. */
    record Revision(Path repository, String revision) implements BuildSource {
        @Override
        public Build make(Path cache, Optional<String> dataName) {
            String commit =
                    Commands.output(repository, "git", "rev-parse", "--verify", "--short=12", revision + "^{commit}");
            Path home = cache.resolve("builds").resolve(commit);
            if (!Files.exists(home)) {
                Path unpacked = cache.resolve("builds").resolve(commit + ".new");
                Folders.delete(unpacked);
                unpack(commit, unpacked);
                move(unpacked, home);
            }
            Commands.run(home, home.resolve("agentpost").toString(), "--version");
            String name = commit.startsWith(revision) ? commit : revision + " (" + commit + ")";
            return new Build(name, home, dataName.orElse(commit));
        }

        private void unpack(String commit, Path folder) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Path archive = folder.resolve("revision.tar");
            Commands.run(repository, "git", "archive", "--format=tar", "--output=" + archive, commit);
            Commands.run(folder, "tar", "-xf", archive.toString());
            Folders.delete(archive);
        }

        private static void move(Path from, Path to) {
            try {
                Files.move(from, to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A folder as it is; brought up to date by its own {@code agentpost}. */
    record Folder(Path path) implements BuildSource {
        @Override
        public Build make(Path cache, Optional<String> dataName) {
            Path home = path.toAbsolutePath().normalize();
            Commands.run(home, home.resolve("agentpost").toString(), "--version");
            return new Build(path.toString(), home, dataName.orElseGet(() -> nameOf(home)));
        }

        private static String nameOf(Path home) {
            String path = home.toString();
            return path.substring(1).replaceAll("[^A-Za-z0-9.]", "-");
        }
    }
}

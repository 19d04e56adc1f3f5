package dev.agentpost.mail.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentpost.mail.backup.BackupManifest;
import dev.agentpost.mail.backup.BackupReader;
import dev.agentpost.mail.backup.BackupStaging;
import dev.agentpost.mail.backup.UnfinishedRestore;
import dev.agentpost.mail.backup.UnusableBackupException;
import dev.agentpost.mail.cassandra.schema.SchemaCreation;
import dev.agentpost.mail.core.DiskSpace;
import dev.agentpost.mail.core.Folders;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agentpost restore}. */
@Command(
        name = "restore",
        description = {
            "Unpack a backup into a new data folder, on which agentpost start goes on.",
            "The folder is new, or empty, such as where a disk is mounted. The whole file is checked first; the folder"
                    + " is there as a whole, or no server starts on it. Stop the server that the backup comes from, or"
                    + " what it had queued is delivered by both."
        },
        mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {
    private static final int MEBIBYTE_BITS = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private DataFolderOption data;

    @Parameters(paramLabel = "FILE", description = "What agentpost backup wrote.")
    private Path file;

    @Option(names = "--json", description = "Print what was restored as one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        Steps steps = new Steps(spec.commandLine().getErr());
        Path folder = data.folder();
        try (BackupReader backup = BackupReader.open(file)) {
            ensureEmpty(folder);
            BackupManifest manifest = backup.manifest();
            ensureNotNewer(manifest);
            for (Path other : FolderDraft.othersOf(folder)) {
                tell("warning: a restore that was killed left " + other
                        + ": delete it, unless another restore is at work");
            }
            ensureSpace(folder, manifest.bytes());
            backup.verify(counted("checking", manifest, steps));
            unpack(backup, folder, steps);
            print(manifest, folder);
            return 0;
        } catch (NoSuchFileException e) {
            throw new CommandFailure("there is no file " + e.getFile());
        } catch (UnusableBackupException e) {
            throw new CommandFailure(e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure("nothing was restored: " + e.getMessage());
        }
    }

    private static void ensureEmpty(Path folder) throws IOException, CommandFailure {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(folder + " is a file");
        }
        if (UnfinishedRestore.isIn(folder)) {
            throw new CommandFailure(UnfinishedRestore.explain(folder));
        }
        if (!FolderDraft.isEmpty(folder)) {
            throw notEmpty(folder);
        }
    }

    private static CommandFailure notEmpty(Path folder) {
        return new CommandFailure(folder + " is not empty: a backup is restored into a new or an empty folder only");
    }

    private static void ensureNotNewer(BackupManifest manifest) throws CommandFailure {
        if (manifest.schemaVersion() > SchemaCreation.VERSION) {
            throw new CommandFailure("the backup's tables have version " + manifest.schemaVersion()
                    + ", this program knows up to " + SchemaCreation.VERSION + ": use a newer one");
        }
        String installed = Installation.current().cassandraVersion().orElse(null);
        if (Versions.isOlder(installed, manifest.cassandra())) {
            throw new CommandFailure("the backup was made by Cassandra " + manifest.cassandra() + ", this program has "
                    + installed + ": use a newer one");
        }
    }

    private static void ensureSpace(Path folder, long bytes) throws IOException, CommandFailure {
        Path existing = Folders.existing(folder);
        long usable = Files.getFileStore(existing).getUsableSpace();
        if (usable < bytes + DiskSpace.LEAST_BYTES) {
            throw new CommandFailure((bytes + DiskSpace.LEAST_BYTES >> MEBIBYTE_BITS) + " MiB are needed at " + existing
                    + ", " + (usable >> MEBIBYTE_BITS) + " MiB are free");
        }
    }

    private void unpack(BackupReader backup, Path folder, Steps steps)
            throws IOException, UnusableBackupException, CommandFailure {
        try (FolderDraft draft = draft(folder)) {
            backup.extractData(draft.path(), draft.whileWanted(counted("unpacking", backup.manifest(), steps)));
            keepConfiguration(backup, draft);
            steps.show("writing to disk");
            commit(draft, folder);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Asked again: the folder was looked at before the whole file was read. */
    private static FolderDraft draft(Path folder) throws IOException, CommandFailure {
        try {
            return FolderDraft.of(folder);
        } catch (DirectoryNotEmptyException e) {
            throw notEmpty(folder);
        }
    }

    private static void commit(FolderDraft draft, Path folder) throws IOException, CommandFailure {
        try {
            draft.commit();
        } catch (FileSystemException e) {
            throw new CommandFailure(
                    UnfinishedRestore.isIn(folder)
                            ? UnfinishedRestore.explain(folder) + " (" + e.getMessage() + ")"
                            : "nothing was restored, " + folder + " cannot be made: " + e.getMessage());
        }
    }

    /** Beside the data for people to compare: what is in use is that of the installation. */
    private void keepConfiguration(BackupReader backup, FolderDraft draft)
            throws IOException, UnusableBackupException, CommandFailure {
        List<String> changed =
                backup.changedConfiguration(Installation.current().configurationFolder());
        Path kept = draft.path().resolve(BackupStaging.KEPT_CONFIGURATION);
        // of an earlier restore
        Folders.delete(kept);
        if (!changed.isEmpty()) {
            backup.extractConfiguration(kept, draft.whileWanted(bytes -> {}));
            tell("the server had other files in james-conf than there are here: " + String.join(", ", changed)
                    + ". They lie in james-conf.backup of the data folder.");
        }
    }

    private void tell(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("agentpost: " + line);
        err.flush();
    }

    private static LongConsumer counted(String verb, BackupManifest manifest, Steps steps) {
        long all = manifest.bytes() >> MEBIBYTE_BITS;
        return bytes -> steps.show(verb + ", " + (bytes >> MEBIBYTE_BITS) + " of " + all + " MiB");
    }

    private void print(BackupManifest manifest, Path folder) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.createObjectNode()
                    .put("data", folder.toString())
                    .put("created_at", manifest.createdAt())
                    .put("files", manifest.files().size())
                    .put("bytes", manifest.bytes()));
        } else {
            out.println("restored the backup of " + manifest.createdAt() + " to " + folder);
            out.println("start it with: agentpost start --data " + folder);
        }
        out.flush();
    }
}

package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.agentpost.mail.backup.BackupManifest;
import dev.agentpost.mail.backup.BackupWriter;
import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.cli.Installation;
import dev.agentpost.mail.cli.Steps;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agentpost backup}. */
@Command(
        name = "backup",
        description = {
            "Pack all that a running server with an embedded Cassandra keeps into one file.",
            "What was accepted or changed before the command began is in it: mail, queued mail, inboxes, keys, rules,"
                    + " certificates, the admin token, james-conf. The server works on meanwhile. Variables of the"
                    + " environment are not in it.",
            "Whoever has the file can read the mail and send as the inboxes: keep it safe."
        },
        mixinStandardHelpOptions = true)
public final class BackupCommand extends AdminCommand {
    private static final String STANDARD_OUTPUT = "-";
    private static final int MEBIBYTE_BITS = 20;

    @Parameters(
            paramLabel = "FILE",
            description = "A ZIP file, made anew, for its owner only; - writes it to standard output.")
    private String file;

    @Spec
    private CommandSpec spec;

    @Override
    void check() throws AdminFailure {
        if (isToStandardOutput()) {
            if (json()) {
                throw AdminFailure.usage("standard output can hold the backup or JSON: name a FILE");
            }
            if (System.console() != null) {
                throw AdminFailure.usage("a backup is not for a terminal: redirect standard output");
            }
        } else if (Path.of(file).toAbsolutePath().normalize().startsWith(dataFolder())) {
            throw AdminFailure.usage(file + " lies in the data folder, of which the next backup would hold it too");
        } else if (Files.exists(Path.of(file))) {
            throw AdminFailure.refused(file + " exists already");
        }
    }

    @Override
    void run(AdminClient client, Output output) throws AdminFailure {
        Steps steps = new Steps(spec.commandLine().getErr());
        steps.show("copying what the server holds");
        try (StagedBackup staged = StagedBackup.on(client, steps)) {
            Path folder = staged.folder();
            if (!Files.isDirectory(folder)) {
                throw AdminFailure.refused("the server has copied its data to " + folder
                        + ", which is not visible here: run this command on its machine, as its user");
            }
            BackupManifest manifest = pack(staged, steps);
            if (!isToStandardOutput()) {
                output.object(JsonNodeFactory.instance
                        .objectNode()
                        .put("file", Path.of(file).toAbsolutePath().toString())
                        .put("created_at", manifest.createdAt())
                        .put("files", manifest.files().size())
                        .put("bytes", manifest.bytes()));
            }
        } catch (IOException e) {
            throw AdminFailure.refused("the backup cannot be written: " + e.getMessage());
        }
    }

    private BackupManifest pack(StagedBackup staged, Steps steps) throws IOException, AdminFailure {
        long[] all = new long[1];
        BackupWriter writer = new BackupWriter(
                staged.folder(),
                bytes -> steps.show(
                        "packing, " + (bytes >> MEBIBYTE_BITS) + " of " + (all[0] >> MEBIBYTE_BITS) + " MiB"));
        all[0] = writer.bytes();
        BackupManifest origin = origin(staged);
        if (isToStandardOutput()) {
            try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
                return writer.write(origin, out);
            }
        }
        try (NewFile target = new NewFile(Path.of(file))) {
            target.ensureSpace(all[0]);
            BackupManifest manifest = writer.write(origin, target.stream());
            steps.show("writing to disk");
            target.commit();
            return manifest;
        }
    }

    private static BackupManifest origin(StagedBackup staged) throws AdminFailure {
        try {
            Installation installation = Installation.current();
            return new BackupManifest(
                    BackupManifest.FORMAT,
                    staged.createdAt(),
                    installation.version().orElse(null),
                    installation.jamesVersion().orElse(null),
                    installation.cassandraVersion().orElse(null),
                    staged.schemaVersion(),
                    List.of());
        } catch (CommandFailure e) {
            throw AdminFailure.refused(e.getMessage());
        }
    }

    private boolean isToStandardOutput() {
        return file.equals(STANDARD_OUTPUT);
    }
}

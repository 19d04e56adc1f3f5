package dev.agentpost.mail.cli.admin;

import dev.agentpost.mail.admin.AdminToken;
import dev.agentpost.mail.admin.AdminTokenFile;
import dev.agentpost.mail.cli.CommandSettings;
import dev.agentpost.mail.cli.DataFolderOption;
import dev.agentpost.mail.server.configuration.InvalidSettingException;
import dev.agentpost.mail.server.configuration.Setting;
import dev.agentpost.mail.server.state.DataFolderLock;
import dev.agentpost.mail.server.state.RunStateFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server is asked, and how its answer is shown. */
public final class AdminOptions {
    @Mixin
    private DataFolderOption data;

    @Option(
            names = "--admin-url",
            paramLabel = "URL",
            description = "Where the admin routes are; unless given, that of the server running on the data folder.")
    private URI url;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "The file with the admin token; unless given, that of the setting ADMIN_TOKEN_FILE, or"
                    + " DIR/admin-token.")
    private Path tokenFile;

    @Option(names = "--json", description = "Print the server's answer as one line of JSON.")
    private boolean json;

    public boolean json() {
        return json;
    }

    /** Absolute; need not exist. */
    public Path dataFolder() {
        return data.folder();
    }

    public AdminClient client() throws AdminFailure {
        URI server = url == null ? runningServer() : url;
        return new AdminClient(server, token());
    }

    // the lock is asked because another process may have taken over the port of a dead server: it must not get the
    // token
    private URI runningServer() throws AdminFailure {
        Path folder = data.folder();
        try {
            if (DataFolderLock.holder(folder).isEmpty()) {
                throw AdminFailure.unreachable("no server is running on " + folder);
            }
        } catch (IOException e) {
            throw AdminFailure.unreachable("cannot read " + folder + ": " + e.getMessage());
        }
        return new RunStateFile(folder)
                .read()
                .filter(state -> state.ports() != null && state.ports().webadmin() != null)
                .map(state -> URI.create(
                        "http://" + state.connectAddress() + ":" + state.ports().webadmin()))
                .orElseThrow(() -> AdminFailure.unreachable("the server on " + folder + " has no admin port yet"));
    }

    private AdminToken token() throws AdminFailure {
        Path file = tokenFile();
        try {
            return new AdminTokenFile(file).load();
        } catch (NoSuchFileException e) {
            throw AdminFailure.unreachable("there is no admin token in " + file + "; see --admin-token-file");
        } catch (IOException e) {
            throw AdminFailure.unreachable("cannot read the admin token in " + file);
        } catch (IllegalArgumentException e) {
            throw AdminFailure.unreachable(e.getMessage());
        }
    }

    private Path tokenFile() throws AdminFailure {
        if (tokenFile != null && !tokenFile.toString().isBlank()) {
            return tokenFile;
        }
        try {
            return CommandSettings.of(System.getenv())
                    .path(Setting.ADMIN_TOKEN_FILE)
                    .orElseGet(() -> data.folder().resolve("admin-token"));
        } catch (InvalidSettingException e) {
            throw AdminFailure.usage(e.getMessage());
        }
    }
}

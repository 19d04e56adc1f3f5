package dev.agentpost.mail.cli.export;

import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.cli.CommandSettings;
import dev.agentpost.mail.cli.DataFolderOption;
import dev.agentpost.mail.cli.ServerStatus;
import dev.agentpost.mail.cli.admin.AdminFailure;
import dev.agentpost.mail.cli.admin.NewFile;
import dev.agentpost.mail.server.configuration.ConnectionSettings;
import dev.agentpost.mail.server.configuration.InvalidSettingException;
import dev.agentpost.mail.server.configuration.PublicSettings;
import dev.agentpost.mail.server.configuration.Setting;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code agentpost export}. */
@Command(
        name = "export",
        description = {
            "Print what clients are set up with, as CSV: a line for each inbox that an API key opens.",
            "The key is taken from AGENTPOST_API_KEY or --key-file, or asked for; it stands in the password column."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused: the key, or its scopes",
            "2:the command line is not right, or there is no key",
            "3:no server answers"
        },
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
    static final String KEY_VARIABLE = Setting.AGENTPOST_API_KEY.name();

    private static final int OK = 200;

    @Mixin
    private DataFolderOption data;

    @Option(
            names = "--api-url",
            paramLabel = "URL",
            description = "Where the HTTP API is; unless given, that of the server running on the data folder.")
    private URI url;

    @Option(names = "--key-file", paramLabel = "FILE", description = "A file with the API key.")
    private Path keyFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "A file, made anew, for its owner only; standard output unless given.")
    private Path output;

    @Option(names = "--json", description = "Print one line of JSON in place of CSV, with the columns as fields.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Map<String, String> variables;

    public ExportCommand() {
        this(System.getenv());
    }

    ExportCommand(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public Integer call() throws CommandFailure {
        try {
            Map<String, String> settings = settings();
            String key = new ApiKeySource(settings.get(KEY_VARIABLE), keyFile).read();
            ensureAbsent();
            ApiClient client = url == null ? ofRunningServer(address(), settings) : ApiClient.at(url);
            HttpResponse<InputStream> answer = client.get("/api/v1/inboxes/credentials/export", key);
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != OK) {
                    throw ApiClient.refusal(answer.statusCode(), body);
                }
                write(body);
            }
            return 0;
        } catch (AdminFailure failure) {
            spec.commandLine().getErr().println("agentpost: " + failure.getMessage());
            return failure.exitCode();
        } catch (IOException e) {
            throw new CommandFailure("the export failed: " + e.getMessage());
        }
    }

    private void ensureAbsent() throws AdminFailure {
        if (output != null && Files.exists(output)) {
            throw AdminFailure.refused(output + " exists already");
        }
    }

    private String address() throws CommandFailure, AdminFailure {
        ServerStatus status = ServerStatus.read(data.folder());
        if (status.serverPid().isEmpty()) {
            throw AdminFailure.unreachable("no server is running on " + data.folder());
        }
        if (status.ports().api() == null) {
            throw AdminFailure.unreachable("the server on " + data.folder() + " has no HTTP API port");
        }
        return status.connectAddress() + ":" + status.ports().api();
    }

    private Map<String, String> settings() throws AdminFailure {
        try {
            return CommandSettings.of(variables).variables();
        } catch (InvalidSettingException e) {
            throw AdminFailure.usage(e.getMessage());
        }
    }

    /** By the settings as start has them: a certificate of the operator's is for the public name. */
    private ApiClient ofRunningServer(String address, Map<String, String> written) throws AdminFailure {
        try {
            ConnectionSettings settings = ConnectionSettings.from(written);
            PublicSettings names = settings.publicNames();
            Optional<Path> authority = Optional.of(data.folder().resolve("tls/ca.pem"))
                    .filter(Files::exists)
                    .filter(own -> settings.tls().operatorFiles().isEmpty());
            return ApiClient.ofRunningServer(address, authority, names.host() + ":" + names.apiPort());
        } catch (InvalidSettingException e) {
            throw AdminFailure.usage(e.getMessage());
        }
    }

    private void write(InputStream csv) throws IOException {
        if (output == null) {
            try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
                write(csv, out);
            }
            return;
        }
        try (NewFile file = new NewFile(output)) {
            write(csv, file.stream());
            file.commit();
        }
    }

    private void write(InputStream csv, OutputStream out) throws IOException {
        if (json) {
            CredentialJson.write(csv, out);
        } else {
            csv.transferTo(out);
        }
    }
}

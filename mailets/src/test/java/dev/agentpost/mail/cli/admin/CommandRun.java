package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** One call of the command: its exit code and what it printed. */
record CommandRun(int exitCode, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(
            name = "agentpost",
            subcommands = {
                OrganizationCommand.class,
                ApiKeyCommand.class,
                InboxCommand.class,
                AliasCommand.class,
                DomainCommand.class,
                FilterRuleCommand.class,
                LimitCommand.class,
                AuditCommand.class,
                SuppressionCommand.class,
                DeliveryCommand.class,
                DkimCommand.class,
                StoreCommand.class,
                TrashCommand.class
            })
    private static final class Root {}

    static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new Root())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** Speaks to this server with its token. */
    static CommandRun on(AdminServer server, Path folder, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--admin-url",
                "http://127.0.0.1:" + server.port(),
                "--admin-token-file",
                tokenFile(folder).toString()));
        return of(all.toArray(new String[0]));
    }

    static Path tokenFile(Path folder) {
        try {
            return Files.writeString(folder.resolve("admin-token"), AdminServer.TOKEN + "\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    JsonNode json() {
        try {
            return JSON.readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + out + err, e);
        }
    }
}

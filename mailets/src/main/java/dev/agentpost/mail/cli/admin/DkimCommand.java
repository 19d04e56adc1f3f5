package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** {@code agentpost dkim}. */
@Command(
        name = "dkim",
        description = "The key that mail from the shared domain is signed with.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {DkimCommand.Show.class, DkimCommand.Rotate.class})
public final class DkimCommand {
    private static final String SHARED_DOMAIN = "shared-domain";
    private static final String DKIM = "dkim";

    private static void show(JsonNode answer, Output output) {
        List<JsonNode> records = new ArrayList<>();
        answer.path("records").forEach(records::add);
        output.json(answer);
        output.remark("signing with " + answer.path("selector").asText() + "; to publish:");
        records.forEach(record -> output.remark(record.path("zone_file").asText()));
        output.tableForPeople(records, "selector", "found", "created_at");
    }

    @Command(name = "show", description = "Show the record to publish, and whether it is found.")
    static final class Show extends AdminCommand {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            show(client.get(SHARED_DOMAIN, DKIM), output);
        }
    }

    @Command(name = "rotate", description = "Make a new key; the one before signs until the new record is found.")
    static final class Rotate extends AdminCommand {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            show(client.post(JsonNodeFactory.instance.objectNode(), SHARED_DOMAIN, DKIM, "rotate"), output);
        }
    }
}

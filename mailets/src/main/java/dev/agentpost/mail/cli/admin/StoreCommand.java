package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code agentpost store}. */
@Command(
        name = "store",
        description = "The stored mail: whether it agrees with itself, and its waste.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {StoreCommand.Check.class, StoreCommand.Scavenge.class})
public final class StoreCommand {
    private static final String STORE = "store";
    private static final String DETAILS = "additionalInformation";

    @Command(
            name = "check",
            description = "Compare counters, indexes, messages and contents, while the server works. "
                    + "Exits with 1 when something is wrong and was not repaired.")
    static final class Check extends AdminCommand {
        @Option(names = "--inbox", paramLabel = "EMAIL", description = "One inbox; all of them unless given.")
        private String inbox;

        @Option(names = "--repair", description = "Put right what can be.")
        private boolean repair;

        @Option(
                names = "--depth",
                paramLabel = "DEPTH",
                description = "What is read: counters, headers (unless given) or bodies.")
        private String depth;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            ObjectNode options = JsonNodeFactory.instance.objectNode();
            if (inbox != null) {
                options.put("inbox", inbox);
            }
            if (depth != null) {
                options.put("depth", depth);
            }
            options.put("repair", repair);
            JsonNode details =
                    client.awaitTask(client.post(options, STORE, "checks")).path(DETAILS);
            show(details, output);
            if (unrepaired(details) > 0) {
                throw AdminFailure.refused(unrepaired(details) + " of " + details.path("found")
                        + " findings are not repaired" + (repair ? "" : "; --repair mends what can be mended"));
            }
        }

        private static void show(JsonNode details, Output output) {
            output.json(details);
            output.remark(details.path("folders").asText() + " folders, "
                    + details.path("messages").asText() + " messages, "
                    + details.path("found").asText() + " findings");
            List<JsonNode> findings = new ArrayList<>();
            details.path("findings").forEach(findings::add);
            if (!findings.isEmpty()) {
                output.tableForPeople(findings, "kind", "inbox", "folder", "uid", "detail", "repaired");
            }
        }

        /** Those beyond the ones that are listed are taken for not repaired. */
        private static long unrepaired(JsonNode details) {
            long repaired = 0;
            for (JsonNode finding : details.path("findings")) {
                repaired += finding.path("repaired").asBoolean() ? 1 : 0;
            }
            return details.path("found").asLong() - repaired;
        }
    }

    @Command(
            name = "scavenge",
            description = "Remove contents that no message has pointed to for a day. Runs by itself every day, too.")
    static final class Scavenge extends AdminCommand {
        @Option(
                names = "--sweep",
                description = "Look at every content, not only at those that were given up: finds what a crash left.")
        private boolean sweep;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            ObjectNode options = JsonNodeFactory.instance.objectNode().put("sweep", sweep);
            JsonNode details =
                    client.awaitTask(client.post(options, STORE, "scavenges")).path(DETAILS);
            output.object(details);
        }
    }
}

package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code agentpost dkim}. */
@Command(
        name = "dkim",
        description = "The keys that mail to other servers is signed with.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {DkimCommand.Show.class, DkimCommand.Rotate.class})
public final class DkimCommand {
    private static final String DKIM = "dkim";

    private abstract static class OnOne extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Parameters(
                paramLabel = "DOMAIN",
                arity = "0..1",
                description = "A domain of the organization; the shared domain unless given.")
        private String domain;

        final String[] path(AdminClient client, String... behind) throws AdminFailure {
            Stream<String> begin = domain == null
                    ? Stream.of("shared-domain", DKIM)
                    : Stream.of("organizations", organization.id(client), "domains", domain, DKIM);
            return Stream.concat(begin, Stream.of(behind)).toArray(String[]::new);
        }

        static void show(JsonNode answer, Output output) {
            List<JsonNode> records = new ArrayList<>();
            answer.path("records").forEach(records::add);
            output.json(answer);
            output.remark("signing with " + answer.path("selector").asText() + "; to publish:");
            records.forEach(record -> output.remark(record.path("zone_file").asText()));
            output.tableForPeople(records, "selector", "found", "created_at");
        }
    }

    @Command(name = "show", description = "Show the record to publish, and whether it is found.")
    static final class Show extends OnOne {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            show(client.get(path(client)), output);
        }
    }

    @Command(name = "rotate", description = "Make a new key; the one before signs until the new record is found.")
    static final class Rotate extends OnOne {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            show(client.post(JsonNodeFactory.instance.objectNode(), path(client, "rotate")), output);
        }
    }
}

package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code agentpost delivery}. */
@Command(
        name = "delivery",
        description = "Messages to other servers: what became of them.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {
            DeliveryCommand.ListSome.class,
            DeliveryCommand.Show.class,
            DeliveryCommand.Retry.class,
            DeliveryCommand.Cancel.class
        })
public final class DeliveryCommand {
    private static final String ORGANIZATIONS = "organizations";
    private static final String DELIVERIES = "deliveries";
    private static final String[] COLUMNS = {
        "id", "accepted_at", "sender", "address", "state", "attempts", "next_try", "reply"
    };

    @Command(name = "list", description = "The newest messages of an organization, a line for each recipient.")
    static final class ListSome extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description =
                        "Only messages with a recipient that is queued, deferred, delivered, bounced or cancelled.")
        private String state;

        @Option(names = "--inbox", paramLabel = "EMAIL", description = "Only those of this inbox.")
        private String inbox;

        @Mixin
        private PageOptions paging;

        @Override
        void check() throws AdminFailure {
            paging.check();
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            Map<String, String> filters = new LinkedHashMap<>();
            filters.put("state", state);
            filters.put("inbox", inbox);
            JsonNode page = client.page(paging.query(filters), ORGANIZATIONS, organization.id(client), DELIVERIES);
            output.json(page);
            List<JsonNode> lines = new ArrayList<>();
            page.path("items").forEach(item -> lines.addAll(recipients(item)));
            output.tableForPeople(lines, COLUMNS);
            PageOptions.remarkNext(page, output);
        }
    }

    /** A line for each recipient of a message. */
    private static List<JsonNode> recipients(JsonNode item) {
        List<JsonNode> lines = new ArrayList<>();
        for (JsonNode recipient : item.path("recipients")) {
            ObjectNode line = recipient.deepCopy();
            line.set("id", item.get("id"));
            line.set("accepted_at", item.get("accepted_at"));
            line.set("sender", item.get("sender"));
            lines.add(line);
        }
        return lines;
    }

    private static void print(JsonNode item, Output output) {
        output.json(item);
        output.tableForPeople(recipients(item), "address", "state", "attempts", "next_try", "host", "time", "reply");
    }

    @Command(name = "show", description = "What became of one message, for each recipient.")
    static final class Show extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Parameters(paramLabel = "ID", description = "As the answer to the submission named it.")
        private String id;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            print(client.get(ORGANIZATIONS, organization.id(client), DELIVERIES, id), output);
        }
    }

    @Command(name = "retry", description = "Try the pending recipients of a message now.")
    static final class Retry extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Parameters(paramLabel = "ID", description = "The message.")
        private String id;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            print(
                    client.post(
                            JsonNodeFactory.instance.objectNode(),
                            ORGANIZATIONS,
                            organization.id(client),
                            DELIVERIES,
                            id,
                            "retry"),
                    output);
        }
    }

    @Command(name = "cancel", description = "Take the pending recipients of a message out.")
    static final class Cancel extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Parameters(paramLabel = "ID", description = "The message.")
        private String id;

        @Mixin
        private Confirmation confirmation;

        @Override
        void check() throws AdminFailure {
            confirmation.require("Send " + id + " to nobody who has not got it yet?");
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            client.delete(ORGANIZATIONS, organization.id(client), DELIVERIES, id);
            output.done("cancelled", id);
        }
    }
}

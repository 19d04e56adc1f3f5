package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code agentpost alias}. */
@Command(
        name = "alias",
        description = "Further addresses of inboxes, to receive and to send with.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {AliasCommand.Add.class, AliasCommand.ListAll.class, AliasCommand.Delete.class})
public final class AliasCommand {
    private static final String ORGANIZATIONS = "organizations";
    private static final String INBOXES = "inboxes";
    private static final String ALIASES = "aliases";

    private abstract static class OnInbox extends AdminCommand {
        @Mixin
        OrganizationOption organization;

        @Parameters(paramLabel = "EMAIL", description = "The address of the inbox.")
        String email;
    }

    @Command(name = "add", description = "Give an inbox another address.")
    static final class Add extends OnInbox {
        @Parameters(paramLabel = "ADDRESS", description = "The other address.")
        private String address;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            output.object(client.put(
                    JsonNodeFactory.instance.objectNode(),
                    ORGANIZATIONS,
                    organization.id(client),
                    INBOXES,
                    email,
                    ALIASES,
                    address));
        }
    }

    @Command(name = "list", description = "List the further addresses of an inbox.")
    static final class ListAll extends OnInbox {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            JsonNode inbox = client.get(ORGANIZATIONS, organization.id(client), INBOXES, email);
            List<JsonNode> items = new ArrayList<>();
            inbox.path(ALIASES)
                    .forEach(address -> items.add(JsonNodeFactory.instance
                            .objectNode()
                            .put("address", address.asText())
                            .put("inbox", inbox.path("email").asText())));
            output.table(items, "address", "inbox");
        }
    }

    @Command(name = "delete", description = "Take an address away from an inbox.")
    static final class Delete extends OnInbox {
        @Parameters(paramLabel = "ADDRESS", description = "The other address.")
        private String address;

        @Mixin
        private Confirmation confirmation;

        @Override
        void check() throws AdminFailure {
            confirmation.require("Take " + address + " away from " + email + "?");
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            client.delete(ORGANIZATIONS, organization.id(client), INBOXES, email, ALIASES, address);
            output.done("deleted", address);
        }
    }
}

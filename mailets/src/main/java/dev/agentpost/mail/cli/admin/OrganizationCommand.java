package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code agentpost org}. */
@Command(
        name = "org",
        aliases = "organization",
        description = "Organizations: the tenants that own inboxes and API keys.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {
            OrganizationCommand.Create.class,
            OrganizationCommand.ListAll.class,
            OrganizationCommand.Get.class,
            OrganizationCommand.Update.class,
            OrganizationCommand.Suspend.class,
            OrganizationCommand.Activate.class,
            OrganizationCommand.Delete.class
        })
public final class OrganizationCommand {
    private static final String ORGANIZATIONS = "organizations";

    private abstract static class OnOne extends AdminCommand {
        @Parameters(paramLabel = "ORG", description = "The id of the organization.")
        String id;
    }

    @Command(name = "create", description = "Make an organization.")
    static final class Create extends AdminCommand {
        @Parameters(paramLabel = "NAME", description = "A name for people.")
        private String name;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            output.object(client.post(JsonNodeFactory.instance.objectNode().put("name", name), ORGANIZATIONS));
        }
    }

    @Command(name = "list", description = "List the organizations.")
    static final class ListAll extends AdminCommand {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            output.table(client.list(ORGANIZATIONS), "id", "status", "created_at", "name");
        }
    }

    @Command(name = "get", description = "Show an organization.")
    static final class Get extends OnOne {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            output.object(client.get(ORGANIZATIONS, id));
        }
    }

    @Command(name = "update", description = "Change an organization.")
    static final class Update extends OnOne {
        @Option(names = "--name", paramLabel = "NAME", description = "A new name.")
        private String name;

        @Option(names = "--status", paramLabel = "STATUS", description = "active or suspended.")
        private String status;

        @Override
        void check() throws AdminFailure {
            if (name == null && status == null) {
                throw AdminFailure.usage("nothing to change: give --name or --status");
            }
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            ObjectNode change = JsonNodeFactory.instance.objectNode();
            if (name != null) {
                change.put("name", name);
            }
            if (status != null) {
                change.put("status", status);
            }
            output.object(client.patch(change, ORGANIZATIONS, id));
        }
    }

    @Command(name = "suspend", description = "Stop all use of an organization's keys; mail for it still arrives.")
    static final class Suspend extends OnOne {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            output.object(
                    client.patch(JsonNodeFactory.instance.objectNode().put("status", "suspended"), ORGANIZATIONS, id));
        }
    }

    @Command(name = "activate", description = "End a suspension.")
    static final class Activate extends OnOne {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            output.object(
                    client.patch(JsonNodeFactory.instance.objectNode().put("status", "active"), ORGANIZATIONS, id));
        }
    }

    @Command(name = "delete", description = "Delete an organization with its keys, its inboxes and their mail.")
    static final class Delete extends OnOne {
        @Mixin
        private Confirmation confirmation;

        @Override
        void check() throws AdminFailure {
            confirmation.require("Delete " + id + " with its keys, its inboxes and all their mail?");
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            client.delete(ORGANIZATIONS, id);
            output.done("deleted", id);
        }
    }
}

package dev.agentpost.mail.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code agentpost suppression}. */
@Command(
        name = "suppression",
        description = "Addresses that an organization does not send to any more, since mail to them bounced.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {SuppressionCommand.ListAll.class, SuppressionCommand.Remove.class})
public final class SuppressionCommand {
    private static final String ORGANIZATIONS = "organizations";
    private static final String SUPPRESSIONS = "suppressions";

    @Command(name = "list", description = "List the suppressed addresses of an organization.")
    static final class ListAll extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            output.table(
                    client.list(ORGANIZATIONS, organization.id(client), SUPPRESSIONS),
                    "address",
                    "status",
                    "created_at",
                    "message_id",
                    "reason");
        }
    }

    @Command(name = "remove", description = "Send to an address again.")
    static final class Remove extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Parameters(paramLabel = "ADDRESS", description = "The suppressed address.")
        private String address;

        // what does not exist is suppressed again by the next bounce
        @Mixin
        private NoConfirmation confirmation;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            client.delete(ORGANIZATIONS, organization.id(client), SUPPRESSIONS, address);
            output.remark("removed " + address);
        }
    }
}

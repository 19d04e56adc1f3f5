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
        subcommands = {SuppressionCommand.ListAll.class, SuppressionCommand.Get.class, SuppressionCommand.Remove.class})
public final class SuppressionCommand {
    private static final String ORGANIZATIONS = "organizations";
    private static final String SUPPRESSIONS = "suppressions";

    @Command(name = "list", description = "List the suppressed addresses of an organization.")
    static final class ListAll extends OrganizationListing {
        ListAll() {
            super(SUPPRESSIONS, "address", "status", "created_at", "message_id", "reason");
        }
    }

    @Command(name = "get", description = "Show why an address is suppressed.")
    static final class Get extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Parameters(paramLabel = "ADDRESS", description = "The suppressed address.")
        private String address;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            output.object(client.get(ORGANIZATIONS, organization.id(client), SUPPRESSIONS, address));
        }
    }

    @Command(name = "remove", description = "Send to an address again.")
    static final class Remove extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Parameters(paramLabel = "ADDRESS", description = "The suppressed address.")
        private String address;

        @Mixin
        private Confirmation confirmation;

        @Override
        void check() throws AdminFailure {
            confirmation.require("Send to " + address + " again?");
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            client.delete(ORGANIZATIONS, organization.id(client), SUPPRESSIONS, address);
            output.done("removed", address);
        }
    }
}

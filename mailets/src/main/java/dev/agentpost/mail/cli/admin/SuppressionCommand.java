package dev.agentpost.mail.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Command(name = "remove", description = "Send to an address again, or to all.")
    static final class Remove extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Parameters(arity = "0..1", paramLabel = "ADDRESS", description = "The suppressed address.")
        private String address;

        @Option(names = "--all", description = "All suppressed addresses of the organization.")
        private boolean all;

        @Mixin
        private Confirmation confirmation;

        @Override
        void check() throws AdminFailure {
            if (all == (address != null)) {
                throw AdminFailure.usage("an ADDRESS or --all is expected");
            }
            confirmation.require("Send to " + named() + " again?");
        }

        private String named() {
            return all ? "all suppressed addresses" : address;
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            if (all) {
                client.delete(ORGANIZATIONS, organization.id(client), SUPPRESSIONS);
            } else {
                client.delete(ORGANIZATIONS, organization.id(client), SUPPRESSIONS, address);
            }
            output.done("removed", named());
        }
    }
}

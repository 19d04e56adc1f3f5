package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code agentpost trash}. */
@Command(
        name = "trash",
        description = "The Trash folders of the inboxes.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = TrashCommand.Empty.class)
public final class TrashCommand {
    @Command(
            name = "empty",
            description =
                    "Remove what came to Trash more than TRASH_RETENTION_DAYS ago. Runs by itself every six hours,"
                            + " too.")
    static final class Empty extends AdminCommand {
        @Option(names = "--inbox", paramLabel = "EMAIL", description = "One inbox; all of them unless given.")
        private String inbox;

        @Mixin
        private Confirmation confirmation;

        @Override
        void check() throws AdminFailure {
            confirmation.require("Remove for good what came to Trash more than TRASH_RETENTION_DAYS ago?");
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            ObjectNode options = JsonNodeFactory.instance.objectNode();
            if (inbox != null) {
                options.put("inbox", inbox);
            }
            output.object(
                    client.awaitTask(client.post(options, "trash", "emptyings")).path("additionalInformation"));
        }
    }
}

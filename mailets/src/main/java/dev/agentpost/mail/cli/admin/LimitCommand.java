package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code agentpost limit}. */
@Command(
        name = "limit",
        description = "Limits of an inbox, or for all inboxes of an organization.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {LimitCommand.Get.class, LimitCommand.Set.class})
public final class LimitCommand {

    private abstract static class OnOne extends AdminCommand {
        @Mixin
        OrganizationOption organization;

        @Parameters(
                paramLabel = "EMAIL",
                arity = "0..1",
                description = "The address of the inbox; without it, the limits of the organization's inboxes.")
        String email;

        String[] path(AdminClient client) throws AdminFailure {
            Stream<String> inbox = email == null ? Stream.of() : Stream.of("inboxes", email);
            return Stream.of(Stream.of("organizations", organization.id(client)), inbox, Stream.of("limits"))
                    .flatMap(part -> part)
                    .toArray(String[]::new);
        }
    }

    @Command(name = "get", description = "Show limits and what is left of them.")
    static final class Get extends OnOne {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            output.object(client.get(path(client)));
        }
    }

    @Command(name = "set", description = "Change a limit.")
    static final class Set extends OnOne {
        private static final String DEFAULT = "default";

        @Option(
                names = "--imap-connections",
                paramLabel = "NUMBER|default",
                required = true,
                description = "How many IMAP connections an inbox may have at a time.")
        private String imapConnections;

        @Override
        void check() throws AdminFailure {
            if (!imapConnections.equals(DEFAULT) && !imapConnections.matches("\\d{1,9}")) {
                throw AdminFailure.usage("--imap-connections must be a number, or " + DEFAULT);
            }
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            ObjectNode limits = JsonNodeFactory.instance.objectNode();
            if (imapConnections.equals(DEFAULT)) {
                limits.putNull("imap_connections");
            } else {
                limits.put("imap_connections", Integer.parseInt(imapConnections));
            }
            output.object(client.put(limits, path(client)));
        }
    }
}

package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code agentpost limit}. */
@Command(
        name = "limit",
        description = "Limits of an organization, an inbox or a key.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {LimitCommand.Get.class, LimitCommand.Set.class})
public final class LimitCommand {

    private abstract static class OnOne extends AdminCommand {
        @Mixin
        OrganizationOption organization;

        @Option(
                names = "--key",
                paramLabel = "KEY_ID",
                description = "The key whose limits are meant, instead of an inbox.")
        String key;

        @Parameters(
                paramLabel = "EMAIL",
                arity = "0..1",
                description = "The address of the inbox; without it and --key, the organization is meant.")
        String email;

        @Override
        void check() throws AdminFailure {
            if (email != null && key != null) {
                throw AdminFailure.usage("EMAIL and --key exclude each other");
            }
        }

        String[] path(AdminClient client) throws AdminFailure {
            return Stream.of(Stream.of("organizations", organization.id(client)), owner(), Stream.of("limits"))
                    .flatMap(part -> part)
                    .toArray(String[]::new);
        }

        private Stream<String> owner() {
            if (key != null) {
                return Stream.of("api-keys", key);
            }
            return email == null ? Stream.of() : Stream.of("inboxes", email);
        }
    }

    @Command(name = "get", description = "Show limits and what is left of them.")
    static final class Get extends OnOne {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            output.object(client.get(path(client)));
        }
    }

    @Command(name = "set", description = "Change limits. What is not named stays as it is.")
    static final class Set extends OnOne {
        private static final String DEFAULT = "default";
        private static final String NONE = "none";
        private static final String NUMBER = "\\d{1,9}";

        @Option(
                names = "--send",
                paramLabel = "MAX/SECONDS|none|default",
                description =
                        "To how many recipients may be sent in any stretch of so many seconds; several of them all"
                                + " hold.")
        private List<String> sends = List.of();

        @Option(
                names = "--imap-connections",
                paramLabel = "NUMBER|default",
                description = "How many IMAP connections an inbox may have at a time.")
        private String imapConnections;

        @Override
        void check() throws AdminFailure {
            super.check();
            if (sends.isEmpty() && imapConnections == null) {
                throw AdminFailure.usage("--send or --imap-connections is missing");
            }
            if (imapConnections != null && !imapConnections.equals(DEFAULT) && !imapConnections.matches(NUMBER)) {
                throw AdminFailure.usage("--imap-connections must be a number, or " + DEFAULT);
            }
            boolean oneWord = sends.equals(List.of(DEFAULT)) || sends.equals(List.of(NONE));
            if (!oneWord && !sends.stream().allMatch(send -> send.matches(NUMBER + "/" + NUMBER))) {
                throw AdminFailure.usage("--send must be MAX/SECONDS such as 100/3600, or " + NONE + " or " + DEFAULT);
            }
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            ObjectNode limits = JsonNodeFactory.instance.objectNode();
            putSends(limits);
            if (DEFAULT.equals(imapConnections)) {
                limits.putNull("imap_connections");
            } else if (imapConnections != null) {
                limits.put("imap_connections", Integer.parseInt(imapConnections));
            }
            output.object(client.put(limits, path(client)));
        }

        private void putSends(ObjectNode limits) {
            if (sends.equals(List.of(DEFAULT))) {
                limits.putNull("sends");
            } else if (!sends.isEmpty()) {
                ArrayNode windows = limits.putArray("sends");
                sends.stream().filter(send -> !send.equals(NONE)).forEach(send -> {
                    String[] parts = send.split("/");
                    windows.addObject()
                            .put("max", Integer.parseInt(parts[0]))
                            .put("per_seconds", Integer.parseInt(parts[1]));
                });
            }
        }
    }
}

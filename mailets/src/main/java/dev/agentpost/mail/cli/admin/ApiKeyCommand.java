package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code agentpost key}. */
@Command(
        name = "key",
        description = "API keys: what mail clients log in with.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {ApiKeyCommand.Create.class, ApiKeyCommand.ListAll.class, ApiKeyCommand.Revoke.class})
public final class ApiKeyCommand {
    private static final String ORGANIZATIONS = "organizations";
    private static final String API_KEYS = "api-keys";

    @Command(name = "create", description = "Make an API key; it is shown this once.")
    static final class Create extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Option(names = "--name", paramLabel = "NAME", description = "A name for people.")
        private String name;

        @Option(
                names = {"--scope", "--scopes"},
                paramLabel = "SCOPE",
                split = ",",
                description = "What the key may do, such as messages:read; may be repeated.")
        private List<String> scopes;

        @Option(
                names = {"--inbox", "--inboxes"},
                paramLabel = "EMAIL",
                split = ",",
                description = "An inbox that the key opens, all of the organization unless given; may be repeated.")
        private List<String> inboxes;

        @Option(
                names = "--expires-at",
                paramLabel = "TIME",
                description = "When the key stops working, such as 2030-12-31T23:59:59Z.")
        private String expiresAt;

        @Option(
                names = {"--allowed-ip", "--allowed-ips"},
                paramLabel = "CIDR",
                split = ",",
                description = "A network that the key may be used from, any unless given; may be repeated.")
        private List<String> allowedIps;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            ObjectNode key = JsonNodeFactory.instance.objectNode();
            key.put("name", name);
            key.put("expires_at", expiresAt);
            put(key, "scopes", scopes);
            put(key, "inboxes", inboxes);
            put(key, "allowed_ips", allowedIps);
            output.object(client.post(key, ORGANIZATIONS, organization.id(client), API_KEYS));
            output.remark("The key is shown this once: only a hash of it is stored.");
        }

        private static void put(ObjectNode object, String field, List<String> values) {
            if (values != null) {
                ArrayNode array = object.putArray(field);
                values.forEach(array::add);
            }
        }
    }

    @Command(name = "list", description = "List the API keys of an organization, revoked ones too.")
    static final class ListAll extends OrganizationListing {
        ListAll() {
            super(
                    API_KEYS,
                    "id",
                    "name",
                    "scopes",
                    "inboxes",
                    "allowed_ips",
                    "expires_at",
                    "last_used_at",
                    "revoked_at");
        }
    }

    @Command(
            name = "revoke",
            aliases = "delete",
            description = "Revoke an API key at once; sessions opened with it are ended.")
    static final class Revoke extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Parameters(paramLabel = "KEY", description = "The id of the key.")
        private String id;

        @Mixin
        private Confirmation confirmation;

        @Override
        void check() throws AdminFailure {
            confirmation.require("Revoke " + id + " for good and end its sessions?");
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            client.delete(ORGANIZATIONS, organization.id(client), API_KEYS, id);
            output.done("revoked", id);
        }
    }
}

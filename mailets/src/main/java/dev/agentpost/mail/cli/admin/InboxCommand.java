package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code agentpost inbox}. */
@Command(
        name = "inbox",
        description = "Inboxes: addresses with their mail.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {
            InboxCommand.Create.class,
            InboxCommand.ListAll.class,
            InboxCommand.Get.class,
            InboxCommand.Settings.class,
            InboxCommand.Update.class,
            InboxCommand.Delete.class
        })
public final class InboxCommand {
    private static final String ORGANIZATIONS = "organizations";
    private static final String INBOXES = "inboxes";

    private abstract static class InOrganization extends AdminCommand {
        @Mixin
        OrganizationOption organization;
    }

    private abstract static class OnOne extends InOrganization {
        @Parameters(paramLabel = "EMAIL", description = "The address of the inbox.")
        String email;
    }

    @Command(name = "create", description = "Make an inbox.")
    static final class Create extends InOrganization {
        @Parameters(paramLabel = "USERNAME", description = "What the address begins with.")
        private String username;

        @Option(names = "--domain", paramLabel = "DOMAIN", description = "The domain; the shared one unless given.")
        private String domain;

        @Option(names = "--display-name", paramLabel = "NAME", description = "A name for people.")
        private String displayName;

        @Option(
                names = "--client-id",
                paramLabel = "ID",
                description = "Your own name for the inbox: saying it again leads to the same inbox.")
        private String clientId;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            ObjectNode inbox = JsonNodeFactory.instance.objectNode();
            inbox.put("username", username);
            inbox.put("domain", domain);
            inbox.put("display_name", displayName);
            inbox.put("client_id", clientId);
            output.object(client.post(inbox, ORGANIZATIONS, organization.id(client), INBOXES));
        }
    }

    @Command(name = "list", description = "List the inboxes of an organization.")
    static final class ListAll extends OrganizationListing {
        ListAll() {
            super(INBOXES, "email", "id", "send_paused", "created_at", "client_id", "display_name");
        }
    }

    @Command(name = "get", description = "Show an inbox.")
    static final class Get extends OnOne {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            output.object(client.get(ORGANIZATIONS, organization.id(client), INBOXES, email));
        }
    }

    @Command(
            name = "settings",
            description = "Show what a mail client, or an agent by its .env file, is set up with; all but the key.")
    static final class Settings extends OnOne {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            JsonNode settings = client.get(ORGANIZATIONS, organization.id(client), INBOXES, email, "client-settings");
            output.json(settings);
            ObjectNode fields = settings.deepCopy();
            JsonNode environment = fields.remove("env");
            output.objectForPeople(fields);
            output.remark("");
            output.remark(environment.asText().stripTrailing());
            Path authority = dataFolder().resolve("tls/ca.pem");
            if (settings.path("own_authority").asBoolean() && Files.exists(authority)) {
                output.remark("");
                output.remark("The certificate is the server's own: clients must trust " + authority);
            }
        }
    }

    @Command(name = "update", description = "Change an inbox.")
    static final class Update extends OnOne {
        @Option(
                names = "--send-paused",
                paramLabel = "true|false",
                arity = "1",
                description = "Whether the inbox is kept from sending.")
        private Boolean sendPaused;

        @Option(
                names = "--display-name",
                paramLabel = "NAME",
                description = "A new name for people; an empty one removes it.")
        private String displayName;

        @Override
        void check() throws AdminFailure {
            if (sendPaused == null && displayName == null) {
                throw AdminFailure.usage("nothing to change: give --send-paused or --display-name");
            }
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            ObjectNode change = JsonNodeFactory.instance.objectNode();
            if (sendPaused != null) {
                change.put("send_paused", sendPaused);
            }
            if (displayName != null) {
                change.put("display_name", displayName.isEmpty() ? null : displayName);
            }
            output.object(client.patch(change, ORGANIZATIONS, organization.id(client), INBOXES, email));
        }
    }

    @Command(name = "delete", description = "Delete an inbox with its mail.")
    static final class Delete extends OnOne {
        @Mixin
        private Confirmation confirmation;

        @Override
        void check() throws AdminFailure {
            confirmation.require("Delete " + email + " with all its mail?");
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            client.delete(ORGANIZATIONS, organization.id(client), INBOXES, email);
            output.done("deleted", email);
        }
    }
}

package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code agentpost domain}. */
@Command(
        name = "domain",
        description = "Domains of organizations, and the DNS records that they and the shared domain need.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {
            DomainCommand.Create.class,
            DomainCommand.ListAll.class,
            DomainCommand.Get.class,
            DomainCommand.Verify.class,
            DomainCommand.CatchAll.class,
            DomainCommand.Delete.class
        })
public final class DomainCommand {
    private static final String ORGANIZATIONS = "organizations";
    private static final String DOMAINS = "domains";
    private static final String SHARED_DOMAIN = "shared-domain";

    private abstract static class OnOne extends AdminCommand {
        @Mixin
        OrganizationOption organization;

        @Parameters(index = "0", paramLabel = "DOMAIN", description = "The name of the domain.")
        String domain;
    }

    private static void show(JsonNode answer, Output output) {
        output.json(answer);
        ObjectNode withoutRecords = answer.deepCopy();
        JsonNode records = withoutRecords.remove("records");
        output.objectForPeople(withoutRecords);
        if (records != null) {
            List<JsonNode> items = new ArrayList<>();
            records.forEach(items::add);
            output.remark("");
            output.tableForPeople(items, "found", "type", "name", "value");
        }
    }

    @Command(name = "create", description = "Ask for a domain; shows what to publish to prove that it is yours.")
    static final class Create extends OnOne {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            JsonNode wish = JsonNodeFactory.instance.objectNode().put("domain", domain);
            show(client.post(wish, ORGANIZATIONS, organization.id(client), DOMAINS), output);
        }
    }

    @Command(name = "list", description = "List the domains of an organization.")
    static final class ListAll extends OrganizationListing {
        ListAll() {
            super(DOMAINS, "domain", "status", "catch_all", "created_at", "verified_at");
        }
    }

    @Command(name = "get", description = "Show a domain, the records to publish, and which of them are found.")
    static final class Get extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Parameters(
                paramLabel = "DOMAIN",
                arity = "0..1",
                description = "A domain of the organization; the shared domain when it is named, or none is.")
        private String domain;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            show(domain == null ? client.get(SHARED_DOMAIN) : named(client), output);
        }

        /** The shared domain is asked for second: the answer waits for the DNS. */
        private JsonNode named(AdminClient client) throws AdminFailure {
            try {
                return client.get(ORGANIZATIONS, organization.id(client), DOMAINS, domain);
            } catch (AdminFailure notOfTheOrganization) {
                JsonNode shared = client.get(SHARED_DOMAIN);
                if (shared.path("domain").asText().equalsIgnoreCase(domain)) {
                    return shared;
                }
                throw notOfTheOrganization;
            }
        }
    }

    @Command(name = "verify", description = "Look for the proof in the DNS; exits with 1 when it is not there.")
    static final class Verify extends OnOne {
        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            JsonNode answer = client.post(
                    JsonNodeFactory.instance.objectNode(),
                    ORGANIZATIONS,
                    organization.id(client),
                    DOMAINS,
                    domain,
                    "verify");
            show(answer, output);
            if (answer.hasNonNull("reason")) {
                throw AdminFailure.refused(answer.path("reason").asText());
            }
        }
    }

    @Command(
            name = "catch-all",
            description = "Name the inbox that gets mail for addresses of the domain that are nobody's.")
    static final class CatchAll extends OnOne {
        @Parameters(
                index = "1",
                paramLabel = "EMAIL",
                arity = "0..1",
                description = "An inbox of the organization; without one such mail is refused.")
        private String email;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            JsonNode change = JsonNodeFactory.instance.objectNode().put("catch_all", email);
            show(client.patch(change, ORGANIZATIONS, organization.id(client), DOMAINS, domain), output);
        }
    }

    @Command(name = "delete", description = "Give a domain up; no inbox or alias may be on it.")
    static final class Delete extends OnOne {
        @Mixin
        private Confirmation confirmation;

        @Override
        void check() throws AdminFailure {
            confirmation.require("Give up " + domain + "?");
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            client.delete(ORGANIZATIONS, organization.id(client), DOMAINS, domain);
            output.done("deleted", domain);
        }
    }
}

package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code agentpost rule}. */
@Command(
        name = "rule",
        description = "Filter rules: who may be written to and who may write.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {FilterRuleCommand.Create.class, FilterRuleCommand.ListAll.class, FilterRuleCommand.Delete.class})
public final class FilterRuleCommand {
    private static final String ORGANIZATIONS = "organizations";
    private static final String FILTER_RULES = "filter-rules";

    @Command(name = "create", description = "Make a rule.")
    static final class Create extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Parameters(
                paramLabel = "VALUE",
                description = "An address, a domain, or all domains below one: *.example.com.")
        private String value;

        @Option(
                names = "--direction",
                paramLabel = "send|receive",
                defaultValue = "send",
                description = {"What the inboxes send, or what they are sent; send unless given."})
        private String direction;

        @Option(
                names = "--action",
                paramLabel = "allow|block",
                required = true,
                description = {"The first allow rule makes an allow list: what no rule matches is blocked then."})
        private String action;

        @Option(
                names = "--match-type",
                paramLabel = "TYPE",
                description = "address, domain or subdomain_wildcard; what VALUE looks like unless given.")
        private String matchType;

        @Option(
                names = "--inbox",
                paramLabel = "EMAIL",
                description = "An inbox; all of the organization unless given.")
        private String inbox;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for people.")
        private String reason;

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            ObjectNode rule = JsonNodeFactory.instance.objectNode();
            rule.put("direction", direction);
            rule.put("action", action);
            rule.put("match_type", matchType == null ? typeOf(value) : matchType);
            rule.put("value", value);
            rule.put("inbox", inbox);
            rule.put("reason", reason);
            output.object(client.post(rule, ORGANIZATIONS, organization.id(client), FILTER_RULES));
        }

        private static String typeOf(String value) {
            if (value.contains("@")) {
                return "address";
            }
            return value.startsWith("*") ? "subdomain_wildcard" : "domain";
        }
    }

    @Command(name = "list", description = "List the rules of an organization.")
    static final class ListAll extends OrganizationListing {
        @Option(names = "--direction", paramLabel = "send|receive", description = "Only rules of this direction.")
        private String direction;

        @Option(names = "--inbox", paramLabel = "EMAIL", description = "Only rules that are for this inbox alone.")
        private String inbox;

        @Override
        Map<String, String> selection() {
            Map<String, String> selection = new LinkedHashMap<>();
            if (direction != null) {
                selection.put("direction", direction);
            }
            if (inbox != null) {
                selection.put("inbox", inbox);
            }
            return selection;
        }

        ListAll() {
            super(FILTER_RULES, "id", "direction", "action", "match_type", "value", "inbox", "reason");
        }
    }

    @Command(name = "delete", description = "Delete a rule.")
    static final class Delete extends AdminCommand {
        @Mixin
        private OrganizationOption organization;

        @Parameters(paramLabel = "RULE", description = "The id of the rule.")
        private String id;

        @Mixin
        private Confirmation confirmation;

        @Override
        void check() throws AdminFailure {
            confirmation.require("Delete the rule " + id + "?");
        }

        @Override
        void run(AdminClient client, Output output) throws AdminFailure {
            client.delete(ORGANIZATIONS, organization.id(client), FILTER_RULES, id);
            output.done("deleted", id);
        }
    }
}

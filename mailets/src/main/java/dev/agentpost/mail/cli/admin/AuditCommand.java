package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agentpost audit}. */
@Command(
        name = "audit",
        description = "What was refused, who logged in, what was changed: the newest entries of an organization.",
        mixinStandardHelpOptions = true)
public final class AuditCommand extends AdminCommand {
    private static final int MAX_LIMIT = 1000;

    @Mixin
    private OrganizationOption organization;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "How many entries, 1 to 1000; ${DEFAULT-VALUE} unless given.")
    private int limit;

    @Option(names = "--after", paramLabel = "ID", description = "Only entries older than this one.")
    private String after;

    @Option(names = "--inbox", paramLabel = "EMAIL", description = "Only those of this inbox.")
    private String inbox;

    @Option(names = "--action", paramLabel = "ACTION", description = "Only those of this kind, such as imap_login.")
    private String action;

    @Option(names = "--outcome", paramLabel = "OUTCOME", description = "Only success or refused.")
    private String outcome;

    @Override
    void check() throws AdminFailure {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw AdminFailure.usage("--limit must be a number from 1 to " + MAX_LIMIT);
        }
    }

    @Override
    void run(AdminClient client, Output output) throws AdminFailure {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", Integer.toString(limit));
        query.put("after", after);
        query.put("inbox", inbox);
        query.put("action", action);
        query.put("outcome", outcome);
        query.values().removeIf(value -> value == null);
        JsonNode page = client.page(query, "organizations", organization.id(client), "audit");
        output.json(page);
        List<JsonNode> items = new ArrayList<>();
        page.path("items").forEach(items::add);
        output.tableForPeople(items, "time", "action", "outcome", "inbox", "key_id", "remote_address", "reason");
        if (page.hasNonNull("next")) {
            output.remark("There are older ones: --after " + page.get("next").asText());
        }
    }
}

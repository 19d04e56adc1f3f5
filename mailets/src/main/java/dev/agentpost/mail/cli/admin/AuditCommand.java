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
    @Mixin
    private OrganizationOption organization;

    @Mixin
    private PageOptions paging;

    @Option(names = "--inbox", paramLabel = "EMAIL", description = "Only those of this inbox.")
    private String inbox;

    @Option(names = "--action", paramLabel = "ACTION", description = "Only those of this kind, such as imap_login.")
    private String action;

    @Option(names = "--outcome", paramLabel = "OUTCOME", description = "Only success or refused.")
    private String outcome;

    @Override
    void check() throws AdminFailure {
        paging.check();
    }

    @Override
    void run(AdminClient client, Output output) throws AdminFailure {
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("inbox", inbox);
        filters.put("action", action);
        filters.put("outcome", outcome);
        JsonNode page = client.page(paging.query(filters), "organizations", organization.id(client), "audit");
        output.json(page);
        List<JsonNode> items = new ArrayList<>();
        page.path("items").forEach(items::add);
        output.tableForPeople(items, "time", "action", "outcome", "inbox", "key_id", "remote_address", "reason");
        PageOptions.remarkNext(page, output);
    }
}

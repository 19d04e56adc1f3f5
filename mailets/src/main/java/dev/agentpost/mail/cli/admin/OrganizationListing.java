package dev.agentpost.mail.cli.admin;

import java.util.Map;
import picocli.CommandLine.Mixin;

/** Lists all things of one kind that an organization has, one line each. */
abstract class OrganizationListing extends AdminCommand {
    private final String kind;
    private final String[] columns;

    @Mixin
    private OrganizationOption organization;

    /**
     * @param kind as the path of the route has it
     * @param columns the fields that people see
     */
    OrganizationListing(String kind, String... columns) {
        this.kind = kind;
        this.columns = columns;
    }

    /** What the list is asked for, by name. */
    Map<String, String> selection() {
        return Map.of();
    }

    @Override
    final void run(AdminClient client, Output output) throws AdminFailure {
        output.table(client.list(selection(), "organizations", organization.id(client), kind), columns);
    }
}

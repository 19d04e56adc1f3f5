package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Option;

/** Which organization is meant: on a server with one, it need not be said. */
final class OrganizationOption {
    @Option(
            names = {"--org", "--organization"},
            paramLabel = "ORG",
            description = "The id of the organization; need not be given when there is only one.")
    private String id;

    String id(AdminClient client) throws AdminFailure {
        if (id != null) {
            return id;
        }
        JsonNode organizations = client.firstOf(2, "organizations");
        return switch (organizations.size()) {
            case 0 -> throw AdminFailure.usage("there is no organization yet: agentpost org create NAME");
            case 1 -> organizations.get(0).path("id").asText();
            default -> throw AdminFailure.usage("there are several organizations: say which with --org");
        };
    }
}

package dev.agentpost.mail.cli.start;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.agentpost.mail.admin.AdminTokenFile;
import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.cli.admin.AdminClient;
import dev.agentpost.mail.cli.admin.AdminFailure;
import dev.agentpost.mail.server.configuration.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes an organization, an inbox and a key at the first start on a data folder, over the admin routes.
 *
 * <p>A start that was cut off between two steps is gone on with by the next: the organization is found by its name, the
 * inbox by its client_id, and a key that nobody was shown is revoked. Nothing is made where there are organizations
 * already, as on a node that joins others.
 */
final class FirstInbox {
    static final String ORGANIZATION_NAME = "default";
    static final String USERNAME = "agent";
    static final String CLIENT_ID = "first-inbox";

    private static final String ORGANIZATIONS = "organizations";
    private static final String INBOXES = "inboxes";
    private static final String API_KEYS = "api-keys";
    private static final String NAME = "name";

    /**
     * What there is to show.
     *
     * @param email empty when this data folder has no first inbox
     * @param secret of the first key, at the start that made it
     */
    record Made(Optional<String> email, Optional<String> secret) {}

    private final ServerSettings settings;
    private final FirstInboxMarker.File marker;
    private final Path folder;

    FirstInbox(ServerSettings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
        this.marker = new FirstInboxMarker.File(folder);
    }

    /** Asks the server in any case, so that a server that does not answer is found out. */
    Made make() throws CommandFailure {
        try {
            AdminClient client = client();
            boolean hasOrganizations = !client.firstOf(1, ORGANIZATIONS).isEmpty();
            FirstInboxMarker begun = marker.read().orElse(null);
            if (begun == null) {
                begun = hasOrganizations ? FirstInboxMarker.notNeeded() : FirstInboxMarker.begun();
                marker.write(begun);
            }
            return begun.isDone()
                    ? new Made(Optional.ofNullable(begun.email()), Optional.empty())
                    : goOn(client, begun);
        } catch (AdminFailure | IOException e) {
            throw new CommandFailure("the first inbox could not be made: " + e.getMessage());
        }
    }

    private Made goOn(AdminClient client, FirstInboxMarker begun) throws AdminFailure, IOException {
        String organization = organization(client);
        String email = client.post(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("username", USERNAME)
                                .put("client_id", CLIENT_ID),
                        ORGANIZATIONS,
                        organization,
                        INBOXES)
                .path("email")
                .asText();
        revokeKeyThatNobodySaw(client, organization, begun.keyName());
        JsonNode key = client.post(
                JsonNodeFactory.instance.objectNode().put(NAME, begun.keyName()),
                ORGANIZATIONS,
                organization,
                API_KEYS);
        marker.write(begun.done(organization, email, key.path("id").asText()));
        return new Made(Optional.of(email), Optional.of(key.path("key").asText()));
    }

    private static String organization(AdminClient client) throws AdminFailure {
        for (JsonNode organization : client.list(ORGANIZATIONS)) {
            if (organization.path(NAME).asText().equals(ORGANIZATION_NAME)) {
                return organization.path("id").asText();
            }
        }
        return client.post(JsonNodeFactory.instance.objectNode().put(NAME, ORGANIZATION_NAME), ORGANIZATIONS)
                .path("id")
                .asText();
    }

    private static void revokeKeyThatNobodySaw(AdminClient client, String organization, String name)
            throws AdminFailure {
        for (JsonNode key : client.list(ORGANIZATIONS, organization, API_KEYS)) {
            if (key.path(NAME).asText().equals(name) && !key.hasNonNull("revoked_at")) {
                client.delete(
                        ORGANIZATIONS, organization, API_KEYS, key.path("id").asText());
            }
        }
    }

    private AdminClient client() throws CommandFailure {
        Path tokenFile = settings.adminTokenFile(folder);
        try {
            URI server = URI.create("http://" + settings.listeners().connectAddress() + ":"
                    + settings.listeners().webadminPort());
            return new AdminClient(server, new AdminTokenFile(tokenFile).load());
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure("the admin token in " + tokenFile + " is not readable: " + e.getMessage());
        }
    }
}

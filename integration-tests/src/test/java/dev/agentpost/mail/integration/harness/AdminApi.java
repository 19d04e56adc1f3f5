package dev.agentpost.mail.integration.harness;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** WebAdmin over HTTP. */
public final class AdminApi {
    private final int port;
    private final String token;

    AdminApi(int port, String token) {
        this.port = port;
        this.token = token;
    }

    public AdminApi withToken(String other) {
        return new AdminApi(port, other);
    }

    /** The answer whatever its status. An empty token sends no Authorization. */
    public HttpResponse<String> send(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return Http.send(request, BodyHandlers.ofString());
    }

    public JsonNode get(String path) {
        return expect(200, "GET", path, "");
    }

    private JsonNode expect(int status, String method, String path, String body) {
        HttpResponse<String> response = send(method, path, body);
        if (response.statusCode() != status) {
            throw new AssertionError(
                    method + " " + path + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body().isEmpty() ? Json.parse("null") : Json.parse(response.body());
    }

    /**
     * Has the server check its store and waits for the end.
     *
     * @param depth {@code counters}, {@code headers} or {@code bodies}
     * @return what was found, as {@code agentpost store check --json} has it
     */
    public List<String> checkStore(String depth) {
        String task = expect(201, "POST", "/store/checks", Json.write(Map.of("depth", depth)))
                .get("taskId")
                .asText();
        JsonNode ended = await().atMost(Duration.ofMinutes(5))
                .until(() -> get("/tasks/" + task), state -> Set.of("completed", "failed", "canceled")
                        .contains(state.get("status").asText()));
        if (!ended.get("status").asText().equals("completed")) {
            return List.of(ended.toString());
        }
        List<String> findings = new ArrayList<>();
        ended.get("additionalInformation").get("findings").forEach(finding -> findings.add(finding.toString()));
        return findings;
    }

    public TestOrganization createOrganization(String name) {
        JsonNode created = expect(201, "POST", "/organizations", Json.write(Map.of("name", name)));
        return new TestOrganization(created.get("id").asText());
    }

    /** An organization of a test. */
    public final class TestOrganization {
        private final String path;

        private TestOrganization(String id) {
            this.path = "/organizations/" + id;
        }

        public String path() {
            return path;
        }

        /** A new inbox with a key of its own that may read and write. */
        public TestInbox createInbox(String username) {
            String email = expect(201, "POST", path + "/inboxes", Json.write(Map.of("username", username)))
                    .get("email")
                    .asText();
            return new TestInbox(email, createKey().secret());
        }

        /** As {@link #createInbox(String)}, on a domain that is verified for the organization. */
        public TestInbox createInbox(String username, String domain) {
            String email = expect(
                            201, "POST", path + "/inboxes", Json.write(Map.of("username", username, "domain", domain)))
                    .get("email")
                    .asText();
            return new TestInbox(email, createKey().secret());
        }

        public void addAlias(String email, String alias) {
            expect(201, "PUT", path + "/inboxes/" + email + "/aliases/" + alias, "{}");
        }

        /** @return what the route answers: status and records */
        public JsonNode askForDomain(String domain) {
            return expect(201, "POST", path + "/domains", Json.write(Map.of("domain", domain)));
        }

        public JsonNode verifyDomain(String domain) {
            return expect(200, "POST", path + "/domains/" + domain + "/verify", "{}");
        }

        public void catchAll(String domain, String email) {
            expect(200, "PATCH", path + "/domains/" + domain, Json.write(Map.of("catch_all", email)));
        }

        public TestKey createKey() {
            return createKey(Map.of());
        }

        /** @param wanted fields of the request, such as {@code scopes} */
        public TestKey createKey(Map<String, ?> wanted) {
            JsonNode created = expect(201, "POST", path + "/api-keys", Json.write(wanted));
            return new TestKey(created.get("id").asText(), created.get("key").asText());
        }

        public void revoke(TestKey key) {
            expect(204, "DELETE", path + "/api-keys/" + key.id(), "");
        }

        public void patch(Map<String, ?> change) {
            expect(200, "PATCH", path, Json.write(change));
        }

        public void patchInbox(String email, Map<String, ?> change) {
            expect(200, "PATCH", path + "/inboxes/" + email, Json.write(change));
        }

        public void limitImapConnections(String email, int connections) {
            expect(200, "PUT", limitsPath(email), Json.write(Map.of("imap_connections", connections)));
        }

        /** The only limit of what the inbox sends. */
        public void limitSends(String email, int max, int perSeconds) {
            List<?> windows = List.of(Map.of("max", max, "per_seconds", perSeconds));
            expect(200, "PUT", limitsPath(email), Json.write(Map.of("sends", windows)));
        }

        /** An agent's mail of a day in a minute is no test of limits. */
        public TestInbox createBusyInbox(String username) {
            TestInbox inbox = createInbox(username);
            limitSends(inbox.email(), 1_000_000, 3_600);
            return inbox;
        }

        /** Of the only limit of what the inbox sends, how many recipients are left. */
        public int remainingSends(String email) {
            return get(limitsPath(email)).at("/sends/0/remaining").asInt(-1);
        }

        /** Of the inbox's IMAP connections, how many more there may be. */
        public int remainingImapConnections(String email) {
            return get(limitsPath(email)).at("/remaining/imap_connections").asInt(-1);
        }

        /** @return the id of the rule */
        public String createRule(Map<String, ?> rule) {
            return expect(201, "POST", path + "/filter-rules", Json.write(rule))
                    .get("id")
                    .asText();
        }

        public void deleteRule(String id) {
            expect(204, "DELETE", path + "/filter-rules/" + id, "");
        }

        private String limitsPath(String email) {
            return path + "/inboxes/" + email + "/limits";
        }

        public void delete() {
            expect(204, "DELETE", path, "");
        }

        public void deleteInbox(String email) {
            expect(204, "DELETE", path + "/inboxes/" + email, "");
        }
    }

    /** A key with its secret. */
    public record TestKey(String id, String secret) {}
}

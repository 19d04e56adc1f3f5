package dev.agentpost.mail.integration;

import static dev.agentpost.mail.integration.harness.KeyHolderApi.EXPORT;
import static dev.agentpost.mail.integration.harness.KeyHolderApi.ME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.AdminApi.TestKey;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ClientScripts;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.KeyHolderApi;
import dev.agentpost.mail.integration.harness.Keys;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holders of a key, and operators, get over HTTP. */
class KeyHolderIT {
    private final RunningServer server = RunningServer.shared();
    private final KeyHolderApi api = new KeyHolderApi(server);
    private TestOrganization acme;
    private TestInbox alice;
    private TestInbox bob;

    @BeforeEach
    void createInboxes() {
        acme = server.admin().createOrganization("Acme");
        alice = acme.createInbox("alice");
        bob = acme.createInbox("bob");
    }

    @Test
    void exportShouldSetUpAClientOfPython() {
        JsonNode seen = Json.parse(
                ClientScripts.python("read_credentials.py", server, alice, Map.of("EXPORT_URL", api.url(EXPORT)), ""));

        assertThat(seen.get("columns"))
                .extracting(JsonNode::asText)
                .containsExactly("email", "imap_host", "imap_port", "smtp_host", "smtp_port", "username", "password");
        assertThat(seen.get("emails")).extracting(JsonNode::asText).containsExactly(alice.email(), bob.email());
        assertThat(seen.get("opened")).extracting(JsonNode::asText).containsExactly("OK", "OK");
        assertThat(seen.get("smtp")).extracting(JsonNode::asText).containsExactly("" + server.smtpsPort());
    }

    @Test
    void boundKeyShouldExportItsInboxesOnly() {
        TestKey bound = acme.createKey(Map.of("inboxes", List.of(bob.email())));

        assertThat(api.getAs(bound.secret(), EXPORT).body().lines())
                .hasSize(2)
                .anyMatch(row -> row.startsWith(bob.email() + ",localhost," + server.imapsPort() + ","));
    }

    @Test
    void keyWithoutInboxesReadShouldBe403() {
        TestKey other = acme.createKey(Map.of("scopes", List.of("messages:read")));

        assertThat(api.getAs(other.secret(), EXPORT).statusCode()).isEqualTo(403);
        assertThat(api.getAs(other.secret(), ME).statusCode()).isEqualTo(200);
    }

    @Test
    void revokedKeyShouldBe401WithinTwoSeconds() {
        TestKey key = acme.createKey();
        assertThat(api.getAs(key.secret(), EXPORT).statusCode()).isEqualTo(200);

        acme.revoke(key);

        await().atMost(Duration.ofSeconds(2))
                .until(() -> api.getAs(key.secret(), EXPORT).statusCode() == 401);
        assertThat(api.getAs(Keys.unknown(), EXPORT).body())
                .isEqualTo(api.getAs(key.secret(), EXPORT).body());
    }

    @Test
    void keyShouldNotWorkFromElsewhere() {
        TestKey elsewhere = acme.createKey(Map.of("allowed_ips", List.of("192.0.2.0/24")));

        assertThat(api.getAs(elsewhere.secret(), ME).statusCode()).isEqualTo(401);
        assertThat(api.get(ME, "Authorization", "Bearer " + elsewhere.secret(), "X-Forwarded-For", "192.0.2.1")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void meShouldSayWhatIsLeft() {
        acme.limitSends(alice.email(), 10, 3_600);

        JsonNode me = Json.parse(api.getAs(alice.key(), ME).body());

        assertThat(me.get("inboxes")).extracting(JsonNode::asText).containsExactly(alice.email(), bob.email());
        assertThat(me.at("/limits/inboxes").get(alice.email()).at("/sends/0"))
                .isEqualTo(Json.parse("{\"max\":10,\"per_seconds\":3600,\"remaining\":10}"));
    }

    @Test
    void operatorShouldSeeThatTheServerWorks() {
        assertThat(api.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(Json.parse(api.get("/readyz").body()))
                .isEqualTo(
                        Json.parse(
                                """
                                {"status": "ready", "checks": {"listeners": "ok", "queue": "ok", "store": "ok"}}"""));
        assertThat(api.get("/metrics").body()).contains("# TYPE ", "imap");
        assertThat(api.get("/api/v1/openapi.json").statusCode()).isEqualTo(200);
    }

    @Test
    void logShouldHoldNoSecret() throws IOException {
        TestKey weak = acme.createKey(Map.of("scopes", List.of("messages:read")));
        api.getAs(weak.secret(), EXPORT);
        api.getAs(weak.secret(), ME);
        api.get("/api/v1/" + weak.secret());
        api.get("/api/v1/me?key=" + weak.secret());
        api.getAs(Keys.typoIn(weak.secret()), ME);

        await().until(() ->
                Files.readString(server.data().resolve("logs/server.log")).contains("key " + weak.id()));

        assertThat(Files.readString(server.data().resolve("logs/server.log")))
                .doesNotContain(weak.secret())
                .doesNotContain(Keys.typoIn(weak.secret()));
    }
}

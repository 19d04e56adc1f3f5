package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.apikey.ApiKeySecret;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeyCommandTest {
    @TempDir
    Path folder;

    private AdminServer server;
    private String acme;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        acme = server.newOrganization("Acme");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(server, folder, arguments);
    }

    @Test
    void createShouldShowTheSecret() {
        CommandRun run = run("key", "create");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("key +ap_sk_\\w{49}"))
                .anyMatch(line -> line.contains("shown this once"));
    }

    @Test
    void createShouldPrintNothingButJsonWhenAskedFor() {
        CommandRun run = run("key", "create", "--json");

        assertThat(run.out().lines()).hasSize(1);
        assertThat(ApiKeySecret.parse(run.json().path("key").asText())).isPresent();
    }

    @Test
    void createShouldTakeEveryOption() {
        String email = server.post("/organizations/" + acme + "/inboxes", "{\"username\":\"alice\"}")
                .text("email");

        CommandRun run = run(
                "key",
                "create",
                "--name=laptop",
                "--scope=messages:read,inboxes:read",
                "--inbox=" + email,
                "--expires-at=2027-01-01T00:00:00Z",
                "--allowed-ip=192.0.2.0/24",
                "--allowed-ip=2001:db8::/32",
                "--json");

        JsonNode key = run.json();
        assertThat(key.path("name").asText()).isEqualTo("laptop");
        assertThat(key.path("scopes")).hasToString("[\"messages:read\",\"inboxes:read\"]");
        assertThat(key.path("inboxes")).hasToString("[\"" + email + "\"]");
        assertThat(key.path("expires_at").asText()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(key.path("allowed_ips")).hasToString("[\"192.0.2.0/24\",\"2001:db8::/32\"]");
    }

    @Test
    void refusalShouldNameTheField() {
        CommandRun run = run("key", "create", "--scope", "everything");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.startsWith("agentpost: scopes"));
    }

    @Test
    void organizationShouldBeAskedForWhenThereAreSeveral() {
        server.newOrganization("Other");

        CommandRun run = run("key", "create");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--org");
    }

    @Test
    void organizationShouldBeTakenAsGiven() {
        String other = server.newOrganization("Other");

        CommandRun run = run("key", "create", "--org", other, "--json");

        assertThat(run.json().path("organization_id").asText()).isEqualTo(other);
    }

    @Test
    void listShouldShowNoSecret() {
        String secret = run("key", "create", "--json").json().path("key").asText();

        CommandRun run = run("key", "list");

        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out()).contains("key_").doesNotContain(secret);
    }

    @Test
    void revokeShouldNeverAsk() {
        String id = run("key", "create", "--json").json().path("id").asText();

        CommandRun run = run("key", "revoke", id);

        assertThat(run.exitCode()).isZero();
        assertThat(run("key", "list", "--json")
                        .json()
                        .path("items")
                        .path(0)
                        .path("revoked_at")
                        .isNull())
                .isFalse();
    }
}

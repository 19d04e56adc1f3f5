package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.apikey.ApiKeySecret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApiKeyCommandTest {
    @RegisterExtension
    final AdminCommands commands = AdminCommands.ofAcme();

    @Test
    void createShouldShowTheSecret() {
        CommandRun run = commands.run("key", "create");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("key +ap_sk_\\w{49}"))
                .anyMatch(line -> line.contains("shown this once"));
    }

    @Test
    void createShouldPrintNothingButJsonWhenAskedFor() {
        CommandRun run = commands.run("key", "create", "--json");

        assertThat(run.out().lines()).hasSize(1);
        assertThat(ApiKeySecret.parse(run.json().path("key").asText())).isPresent();
    }

    @Test
    void createShouldTakeEveryOption() {
        String email = commands.server()
                .post("/organizations/" + commands.acme() + "/inboxes", "{\"username\":\"alice\"}")
                .text("email");

        CommandRun run = commands.run(
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
        CommandRun run = commands.run("key", "create", "--scope", "everything");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.startsWith("agentpost: scopes"));
    }

    @Test
    void organizationShouldBeAskedForWhenThereAreSeveral() {
        commands.server().newOrganization("Other");

        CommandRun run = commands.run("key", "create");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--org");
    }

    @Test
    void organizationShouldBeTakenAsGiven() {
        String other = commands.server().newOrganization("Other");

        CommandRun run = commands.run("key", "create", "--org", other, "--json");

        assertThat(run.json().path("organization_id").asText()).isEqualTo(other);
    }

    @Test
    void listShouldShowNoSecret() {
        String secret =
                commands.run("key", "create", "--json").json().path("key").asText();

        CommandRun run = commands.run("key", "list");

        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out()).contains("key_").doesNotContain(secret);
    }

    @Test
    void revokedKeyShouldBeListedAsSuch() {
        String id = commands.run("key", "create", "--json").json().path("id").asText();

        CommandRun run = commands.run("key", "revoke", id, "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(commands.run("key", "list", "--json")
                        .json()
                        .path("items")
                        .path(0)
                        .path("revoked_at")
                        .isNull())
                .isFalse();
    }
}

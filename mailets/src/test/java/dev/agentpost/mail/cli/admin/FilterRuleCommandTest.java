package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterRuleCommandTest {
    @TempDir
    Path folder;

    private AdminServer server;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        server.newOrganization("Acme");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(server, folder, arguments);
    }

    @ParameterizedTest
    @CsvSource({"bob@example.com, address", "example.com, domain", "*.example.com, subdomain_wildcard"})
    void typeShouldBeSeenFromTheValue(String value, String type) {
        JsonNode rule =
                run("rule", "create", value, "--action", "block", "--json").json();

        assertThat(rule.path("match_type").asText()).isEqualTo(type);
        assertThat(rule.path("direction").asText()).isEqualTo("send");
    }

    @Test
    void everyOptionShouldBeSent() {
        String email =
                run("inbox", "create", "alice", "--json").json().path("email").asText();

        JsonNode rule = run(
                        "rule",
                        "create",
                        "example.com",
                        "--direction",
                        "receive",
                        "--action",
                        "allow",
                        "--match-type",
                        "domain",
                        "--inbox",
                        email,
                        "--reason",
                        "our customers",
                        "--json")
                .json();

        assertThat(rule.path("direction").asText()).isEqualTo("receive");
        assertThat(rule.path("action").asText()).isEqualTo("allow");
        assertThat(rule.path("inbox").asText()).isEqualTo(email);
        assertThat(rule.path("reason").asText()).isEqualTo("our customers");
    }

    @Test
    void listShouldTakeASelection() {
        String send = id("rule", "create", "example.com", "--action", "block", "--json");
        String receive = id("rule", "create", "example.com", "--action", "block", "--direction", "receive", "--json");

        assertThat(run("rule", "list").out()).contains(send, receive);
        assertThat(run("rule", "list", "--direction", "send").out())
                .contains(send)
                .doesNotContain(receive);
    }

    private String id(String... arguments) {
        return run(arguments).json().path("id").asText();
    }

    @Test
    void deletedRuleShouldNotBeListed() {
        String id = id("rule", "create", "example.com", "--action", "block", "--json");

        assertThat(run("rule", "delete", id).out()).contains("deleted " + id);

        assertThat(run("rule", "list").out()).doesNotContain(id);
    }

    @Test
    void duplicateShouldBeAnErrorOfOneLine() {
        run("rule", "create", "example.com", "--action", "block");

        CommandRun second = run("rule", "create", "example.com", "--action", "block");

        assertThat(second.exitCode()).isNotZero();
        assertThat(second.err()).contains("says the same already").hasLineCount(1);
    }
}

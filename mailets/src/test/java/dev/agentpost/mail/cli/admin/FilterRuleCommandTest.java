package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterRuleCommandTest {
    @RegisterExtension
    final AdminCommands commands = AdminCommands.ofAcme();

    @ParameterizedTest
    @CsvSource({"bob@example.com, address", "example.com, domain", "*.example.com, subdomain_wildcard"})
    void typeShouldBeSeenFromTheValue(String value, String type) {
        JsonNode rule = commands.run("rule", "create", value, "--action", "block", "--json")
                .json();

        assertThat(rule.path("match_type").asText()).isEqualTo(type);
        assertThat(rule.path("direction").asText()).isEqualTo("send");
    }

    @Test
    void everyOptionShouldBeSent() {
        String email = commands.run("inbox", "create", "alice", "--json")
                .json()
                .path("email")
                .asText();

        JsonNode rule = commands.run(
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

        assertThat(commands.run("rule", "list").out()).contains(send, receive);
        assertThat(commands.run("rule", "list", "--direction", "send").out())
                .contains(send)
                .doesNotContain(receive);
    }

    private String id(String... arguments) {
        return commands.run(arguments).json().path("id").asText();
    }

    @Test
    void deletedRuleShouldNotBeListed() {
        String id = id("rule", "create", "example.com", "--action", "block", "--json");

        assertThat(commands.run("rule", "delete", id, "--yes").out()).contains("deleted " + id);

        assertThat(commands.run("rule", "list").out()).doesNotContain(id);
    }

    @Test
    void duplicateShouldBeAnErrorOfOneLine() {
        commands.run("rule", "create", "example.com", "--action", "block");

        CommandRun second = commands.run("rule", "create", "example.com", "--action", "block");

        assertThat(second.exitCode()).isNotZero();
        assertThat(second.err()).contains("says the same already").hasLineCount(1);
    }
}

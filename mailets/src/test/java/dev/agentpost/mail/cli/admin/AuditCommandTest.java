package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditCommandTest {
    @RegisterExtension
    final AdminCommands commands = AdminCommands.ofAcme();

    @BeforeEach
    void make() {
        commands.server().post("/organizations/" + commands.acme() + "/api-keys", "{}");
    }

    @Test
    void auditShouldShowEntriesAsColumns() {
        CommandRun run = commands.run("audit");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.out()).contains("ACTION", "key_create", "organization_create", "success");
    }

    @Test
    void auditShouldTakeFilters() {
        assertThat(commands.run("audit", "--action", "key_create").out().lines())
                .hasSize(2);
        assertThat(commands.run("audit", "--outcome", "refused").out().lines()).hasSize(1);
        assertThat(commands.run("audit", "--inbox", "nobody@shared.example")
                        .out()
                        .lines())
                .hasSize(1);
    }

    @Test
    void auditShouldSayHowToGoOn() {
        CommandRun first = commands.run("audit", "--limit", "1", "--json");
        String next = first.json().path("next").asText();

        assertThat(first.json().path("items")).hasSize(1);
        assertThat(commands.run("audit", "--limit", "1").out()).contains("--after " + next);
        assertThat(commands.run("audit", "--after", next, "--json").json().path("items"))
                .hasSize(1);
    }

    @Test
    void badLimitShouldBeAUsageError() {
        CommandRun run = commands.run("audit", "--limit", "0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--limit");
    }
}

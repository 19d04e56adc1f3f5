package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
    @TempDir
    Path folder;

    private AdminServer server;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        String acme = server.newOrganization("Acme");
        server.post("/organizations/" + acme + "/api-keys", "{}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(server, folder, arguments);
    }

    @Test
    void auditShouldShowEntriesAsColumns() {
        CommandRun run = run("audit");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.out()).contains("ACTION", "key_create", "organization_create", "success");
    }

    @Test
    void auditShouldTakeFilters() {
        assertThat(run("audit", "--action", "key_create").out().lines()).hasSize(2);
        assertThat(run("audit", "--outcome", "refused").out().lines()).hasSize(1);
        assertThat(run("audit", "--inbox", "nobody@shared.example").out().lines())
                .hasSize(1);
    }

    @Test
    void auditShouldSayHowToGoOn() {
        CommandRun first = run("audit", "--limit", "1", "--json");
        String next = first.json().path("next").asText();

        assertThat(first.json().path("items")).hasSize(1);
        assertThat(run("audit", "--limit", "1").out()).contains("--after " + next);
        assertThat(run("audit", "--after", next, "--json").json().path("items")).hasSize(1);
    }

    @Test
    void badLimitShouldBeAUsageError() {
        CommandRun run = run("audit", "--limit", "0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--limit");
    }
}

package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.organization.OrganizationStore;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrganizationCommandTest {
    @TempDir
    Path folder;

    private AdminServer server;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(server, folder, arguments);
    }

    @Test
    void createShouldPrintOneLineForEachField() {
        CommandRun run = run("org", "create", "Acme Unlimited");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("id +org_.*"))
                .contains("name        Acme Unlimited", "status      active");
    }

    @Test
    void createShouldPrintTheAnswerOfTheRouteAsOneLineOfJson() {
        CommandRun run = run("org", "create", "Acme", "--json");

        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.json())
                .isEqualTo(server.get("/organizations/" + run.json().path("id").asText())
                        .body());
    }

    @Test
    void refusalShouldBeOneLineThatNamesTheField() {
        CommandRun run = run("org", "create", "");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.startsWith("agentpost: name"));
    }

    @Test
    void createWithoutNameShouldBeAUsageError() {
        assertThat(run("org", "create").exitCode()).isEqualTo(2);
    }

    @Test
    void callWithoutSubcommandShouldBeAUsageError() {
        assertThat(CommandRun.of("org").exitCode()).isEqualTo(2);
    }

    @Test
    void helpShouldNeedNoServer() {
        CommandRun run = CommandRun.of("org", "create", "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("--data", "NAME");
    }

    @Test
    void listShouldPrintAHeaderAndALineForEach() {
        server.newOrganization("First");
        server.newOrganization("Second");

        CommandRun run = run("org", "list");

        assertThat(run.out().lines()).hasSize(3).first().asString().startsWith("ID ");
        assertThat(run.out()).contains("First", "Second");
    }

    @Test
    void listShouldFollowEveryPage() {
        for (int i = 0; i < 1001; i++) {
            server.newOrganization("Acme");
        }

        CommandRun run = run("org", "list", "--json");

        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.json().path("items")).hasSize(1001);
        assertThat(run.json().path("next").isNull()).isTrue();
    }

    @Test
    void getShouldSayThatAnOrganizationIsUnknown() {
        CommandRun run = run("org", "get", "org_01ARZ3NDEKTSV4RRFFQ69G5FAV");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("There is no organization org_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    }

    @Test
    void getShouldNotLeaveThePathOfOrganizations() {
        CommandRun run = run("org", "get", "../tasks?x=");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("There is no organization ../tasks?x=");
    }

    @Test
    void updateShouldChangeWhatIsGiven() {
        String id = server.newOrganization("Acme");

        CommandRun run = run("org", "update", id, "--name", "Apex", "--json");

        assertThat(run.json().path("name").asText()).isEqualTo("Apex");
        assertThat(run.json().path("status").asText()).isEqualTo("active");
    }

    @Test
    void updateOfNothingShouldBeAUsageError() {
        assertThat(run("org", "update", server.newOrganization("Acme")).exitCode())
                .isEqualTo(2);
    }

    @Test
    void suspensionShouldLastUntilActivation() {
        String id = server.newOrganization("Acme");

        CommandRun suspended = run("org", "suspend", id, "--json");
        CommandRun activated = run("org", "activate", id, "--json");

        assertThat(suspended.json().path("status").asText()).isEqualTo("suspended");
        assertThat(activated.json().path("status").asText()).isEqualTo("active");
    }

    @Test
    void deleteShouldRefuseWithoutATerminalToAskOn() {
        String id = server.newOrganization("Acme");

        CommandRun run = run("org", "delete", id);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--yes");
        assertThat(server.get("/organizations/" + id).status()).isEqualTo(200);
    }

    @Test
    void deleteShouldNotAskWhenToldYes() {
        String id = server.newOrganization("Acme");

        CommandRun run = run("org", "delete", id, "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(server.get("/organizations/" + id).status()).isEqualTo(404);
    }

    @Test
    void repeatedDeleteShouldSucceed() {
        String id = server.newOrganization("Acme");
        run("org", "delete", id, "--yes");

        assertThat(run("org", "delete", id, "--yes").exitCode()).isZero();
    }

    @Test
    void storeThatIsDownShouldBeSaid() {
        server.outage().begin(OrganizationStore.class);

        CommandRun run = run("org", "list");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("does not answer");
    }
}

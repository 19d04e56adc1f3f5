package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.organization.OrganizationStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrganizationCommandTest {
    @RegisterExtension
    final AdminCommands commands = AdminCommands.onEmptyServer();

    @Test
    void createShouldPrintOneLineForEachField() {
        CommandRun run = commands.run("org", "create", "Acme Unlimited");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("id +org_.*"))
                .contains("name        Acme Unlimited", "status      active");
    }

    @Test
    void createShouldPrintTheAnswerOfTheRouteAsOneLineOfJson() {
        CommandRun run = commands.run("org", "create", "Acme", "--json");

        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.json())
                .isEqualTo(commands.server()
                        .get("/organizations/" + run.json().path("id").asText())
                        .body());
    }

    @Test
    void refusalShouldBeOneLineThatNamesTheField() {
        CommandRun run = commands.run("org", "create", "");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.startsWith("agentpost: name"));
    }

    @Test
    void createWithoutNameShouldBeAUsageError() {
        assertThat(commands.run("org", "create").exitCode()).isEqualTo(2);
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
        commands.server().newOrganization("First");
        commands.server().newOrganization("Second");

        CommandRun run = commands.run("org", "list");

        assertThat(run.out().lines()).hasSize(3).first().asString().startsWith("ID ");
        assertThat(run.out()).contains("First", "Second");
    }

    @Test
    void listShouldFollowEveryPage() {
        for (int i = 0; i < 1001; i++) {
            commands.server().newOrganization("Acme");
        }

        CommandRun run = commands.run("org", "list", "--json");

        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.json().path("items")).hasSize(1001);
        assertThat(run.json().path("next").isNull()).isTrue();
    }

    @Test
    void getShouldSayThatAnOrganizationIsUnknown() {
        CommandRun run = commands.run("org", "get", "org_01ARZ3NDEKTSV4RRFFQ69G5FAV");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("There is no organization org_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    }

    @Test
    void getShouldNotLeaveThePathOfOrganizations() {
        CommandRun run = commands.run("org", "get", "../tasks?x=");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("There is no organization ../tasks?x=");
    }

    @Test
    void updateShouldChangeWhatIsGiven() {
        String id = commands.server().newOrganization("Acme");

        CommandRun run = commands.run("org", "update", id, "--name", "Apex", "--json");

        assertThat(run.json().path("name").asText()).isEqualTo("Apex");
        assertThat(run.json().path("status").asText()).isEqualTo("active");
    }

    @Test
    void updateOfNothingShouldBeAUsageError() {
        assertThat(commands.run("org", "update", commands.server().newOrganization("Acme"))
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void suspensionShouldLastUntilActivation() {
        String id = commands.server().newOrganization("Acme");

        CommandRun suspended = commands.run("org", "suspend", id, "--json");
        CommandRun activated = commands.run("org", "activate", id, "--json");

        assertThat(suspended.json().path("status").asText()).isEqualTo("suspended");
        assertThat(activated.json().path("status").asText()).isEqualTo("active");
    }

    @Test
    void deleteShouldRefuseWithoutATerminalToAskOn() {
        String id = commands.server().newOrganization("Acme");

        CommandRun run = commands.run("org", "delete", id);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--yes");
        assertThat(commands.server().get("/organizations/" + id).status()).isEqualTo(200);
    }

    @Test
    void deleteShouldNotAskWhenToldYes() {
        String id = commands.server().newOrganization("Acme");

        CommandRun run = commands.run("org", "delete", id, "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(commands.server().get("/organizations/" + id).status()).isEqualTo(404);
    }

    @Test
    void repeatedDeleteShouldSucceed() {
        String id = commands.server().newOrganization("Acme");
        commands.run("org", "delete", id, "--yes");

        assertThat(commands.run("org", "delete", id, "--yes").exitCode()).isZero();
    }

    @Test
    void storeThatIsDownShouldBeSaid() {
        commands.server().outage().begin(OrganizationStore.class);

        CommandRun run = commands.run("org", "list");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("does not answer");
    }
}

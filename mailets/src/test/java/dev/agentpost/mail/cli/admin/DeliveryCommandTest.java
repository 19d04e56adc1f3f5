package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.outbound.DeliveryStatus;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.RecipientState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeliveryCommandTest {
    private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    @RegisterExtension
    final AdminCommands commands = AdminCommands.ofAcme();

    @BeforeEach
    void make() {
        OutgoingMessage message = new OutgoingMessage(
                ID,
                Optional.of(OrganizationId.of(commands.acme())),
                Optional.of("alice@shared.example"),
                "alice@shared.example",
                UUID.randomUUID(),
                120,
                false,
                AdminServer.NOW,
                AdminServer.NOW.plusSeconds(60));
        RecipientState deferred = new RecipientState(
                "bob@example.org",
                "example.org",
                DeliveryStatus.DEFERRED,
                Optional.of("451 4.3.0 later"),
                Optional.of("mx.example.org"),
                AdminServer.NOW);
        commands.server()
                .outbox()
                .add(message, List.of(deferred), AdminServer.NOW.plusSeconds(30))
                .block();
    }

    @Test
    void listShouldHaveALineForEachRecipient() {
        CommandRun run = commands.run("delivery", "list", "--state", "deferred");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("ADDRESS", ID, "bob@example.org", "deferred", "451 4.3.0 later");
        assertThat(commands.run("delivery", "list", "--state", "bounced").out()).doesNotContain(ID);
        assertThat(commands.run("delivery", "list", "--limit", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void showShouldTellOfEachRecipient() {
        assertThat(commands.run("delivery", "show", ID).out()).contains("bob@example.org", "mx.example.org");
        assertThat(commands.run("delivery", "show", ID, "--json")
                        .json()
                        .path("id")
                        .asText())
                .isEqualTo(ID);
    }

    @Test
    void retryShouldMakeItDue() {
        CommandRun run = commands.run("delivery", "retry", ID);

        assertThat(run.out()).contains("2026-11-21T10:00:00.123Z");
        assertThat(commands.server().woken()).hasSize(1);
    }

    @Test
    void cancelShouldEndIt() {
        assertThat(commands.run("delivery", "cancel", ID, "--yes").out()).contains("cancelled " + ID);
        assertThat(commands.run("delivery", "show", ID).out()).contains("cancelled");
    }
}

package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.suppression.Suppression;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SuppressionCommandTest {
    private static final String BOB = "bob@example.net";

    @RegisterExtension
    final AdminCommands commands = AdminCommands.ofAcme();

    @Test
    void removedAddressShouldNotBeListed() {
        commands.server()
                .suppressions()
                .save(new Suppression(
                        OrganizationId.of(commands.acme()),
                        Suppression.parseAddress(BOB).orElseThrow(),
                        "5.1.1",
                        "550 5.1.1 no such user",
                        Optional.empty(),
                        AdminServer.NOW))
                .block();

        assertThat(commands.run("suppression", "list").out()).contains(BOB, "550 5.1.1 no such user");
        assertThat(commands.run("suppression", "remove", BOB, "--yes").out()).contains("removed " + BOB);
        assertThat(commands.run("suppression", "list").out()).doesNotContain(BOB);
    }
}

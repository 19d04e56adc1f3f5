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

    private void suppress(String address) {
        commands.server()
                .suppressions()
                .save(new Suppression(
                        OrganizationId.of(commands.acme()),
                        Suppression.parseAddress(address).orElseThrow(),
                        "5.1.1",
                        "550 5.1.1 no such user",
                        Optional.empty(),
                        AdminServer.NOW))
                .block();
    }

    @Test
    void removedAddressShouldNotBeListed() {
        suppress(BOB);

        assertThat(commands.run("suppression", "list").out()).contains(BOB, "550 5.1.1 no such user");
        assertThat(commands.run("suppression", "remove", BOB, "--yes").out()).contains("removed " + BOB);
        assertThat(commands.run("suppression", "list").out()).doesNotContain(BOB);
    }

    @Test
    void allShouldBeRemovedAtOnce() {
        suppress(BOB);
        suppress("carol@example.net");

        assertThat(commands.run("suppression", "remove", "--all").exitCode()).isEqualTo(2);
        assertThat(commands.run("suppression", "list").out()).contains(BOB);
        assertThat(commands.run("suppression", "remove", "--all", "--yes").out())
                .contains("removed all suppressed addresses");

        assertThat(commands.run("suppression", "list").out()).doesNotContain(BOB, "carol@example.net");
    }

    @Test
    void removeShouldWantAnAddressOrAll() {
        suppress(BOB);

        assertThat(commands.run("suppression", "remove", "--yes").exitCode()).isEqualTo(2);
        assertThat(commands.run("suppression", "remove", BOB, "--all", "--yes").exitCode())
                .isEqualTo(2);

        assertThat(commands.run("suppression", "list").out()).contains(BOB);
    }
}

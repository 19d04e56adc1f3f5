package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.suppression.Suppression;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuppressionCommandTest {
    private static final String BOB = "bob@example.net";

    @TempDir
    Path folder;

    @Test
    void removedAddressShouldNotBeListed() {
        try (AdminServer server = new AdminServer(new Random(1))) {
            OrganizationId acme = OrganizationId.of(server.newOrganization("Acme"));
            server.suppressions()
                    .save(new Suppression(
                            acme,
                            Suppression.parseAddress(BOB).orElseThrow(),
                            "5.1.1",
                            "550 5.1.1 no such user",
                            Optional.empty(),
                            AdminServer.NOW))
                    .block();

            assertThat(CommandRun.on(server, folder, "suppression", "list").out())
                    .contains(BOB, "550 5.1.1 no such user");
            assertThat(CommandRun.on(server, folder, "suppression", "remove", BOB)
                            .out())
                    .contains("removed " + BOB);
            assertThat(CommandRun.on(server, folder, "suppression", "list").out())
                    .doesNotContain(BOB);
        }
    }
}

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

class DkimCommandTest {
    private static final String NAME = "acme.example.com";

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
    void keysOfTheSharedDomainShouldBeShownAsZoneFilesHaveThem() {
        assertThat(run("dkim", "show").out())
                .contains(
                        "signing with agentpost1",
                        "agentpost1._domainkey.shared.example. IN TXT ( \"v=DKIM1; k=rsa; p=")
                .contains("FOUND");
        assertThat(run("dkim", "rotate").out()).contains("agentpost2");
    }

    @Test
    void keyOfAnOrganizationsDomainShouldBeRotated() {
        server.newOrganization("Acme");
        JsonNode proof =
                run("domain", "create", NAME, "--json").json().path("records").get(0);

        CommandRun tooEarly = run("dkim", "rotate", NAME);
        server.dns().txt(proof.path("name").asText(), proof.path("value").asText());
        run("domain", "verify", NAME);

        assertThat(tooEarly.exitCode()).isEqualTo(5);
        assertThat(tooEarly.err()).contains("not verified");
        assertThat(run("dkim", "show", NAME).out()).contains("agentpost1._domainkey." + NAME);
        assertThat(run("dkim", "rotate", NAME).out()).contains("agentpost2._domainkey." + NAME);
    }
}

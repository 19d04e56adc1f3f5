package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DkimCommandTest {
    private static final String NAME = "acme.example.com";

    @RegisterExtension
    final AdminCommands commands = AdminCommands.onEmptyServer();

    @Test
    void keysOfTheSharedDomainShouldBeShownAsZoneFilesHaveThem() {
        assertThat(commands.run("dkim", "show").out())
                .contains(
                        "signing with agentpost1",
                        "agentpost1._domainkey.shared.example. IN TXT ( \"v=DKIM1; k=rsa; p=")
                .contains("FOUND");
        assertThat(commands.run("dkim", "rotate").out()).contains("agentpost2");
    }

    @Test
    void keyOfAnOrganizationsDomainShouldBeRotated() {
        commands.server().newOrganization("Acme");
        JsonNode proof = commands.run("domain", "create", NAME, "--json")
                .json()
                .path("records")
                .get(0);

        CommandRun tooEarly = commands.run("dkim", "rotate", NAME);
        commands.server()
                .dns()
                .txt(proof.path("name").asText(), proof.path("value").asText());
        commands.run("domain", "verify", NAME);

        assertThat(tooEarly.exitCode()).isEqualTo(5);
        assertThat(tooEarly.err()).contains("not verified");
        assertThat(commands.run("dkim", "show", NAME).out()).contains("agentpost1._domainkey." + NAME);
        assertThat(commands.run("dkim", "rotate", NAME).out()).contains("agentpost2._domainkey." + NAME);
    }
}

package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LimitCommandTest {
    @RegisterExtension
    final AdminCommands commands = AdminCommands.ofAcme();

    private String email;

    @BeforeEach
    void make() {
        email = commands.run("inbox", "create", "alice", "--json")
                .json()
                .path("email")
                .asText();
    }

    private int connections(String... arguments) {
        return commands.run(arguments).json().path("imap_connections").asInt();
    }

    @Test
    void getShouldShowWhatIsLeft() {
        assertThat(commands.run("limit", "get", email, "--json").json().toString())
                .isEqualTo("{\"sends\":[{\"max\":100,\"per_seconds\":3600,\"remaining\":100},"
                        + "{\"max\":1000,\"per_seconds\":86400,\"remaining\":1000}],"
                        + "\"imap_connections\":15,\"remaining\":{\"imap_connections\":15}}");
    }

    @Test
    void setShouldChangeTheLimitOfAnInbox() {
        assertThat(connections("limit", "set", email, "--imap-connections", "3", "--json"))
                .isEqualTo(3);
        assertThat(connections("limit", "get", "--json")).isEqualTo(15);
    }

    @Test
    void setShouldChangeTheLimitOfAnOrganization() {
        commands.run("limit", "set", "--imap-connections", "7");

        assertThat(connections("limit", "get", email, "--json")).isEqualTo(7);
    }

    @Test
    void defaultShouldRemoveTheLimit() {
        commands.run("limit", "set", email, "--imap-connections", "3");

        commands.run("limit", "set", email, "--imap-connections", "default");

        assertThat(connections("limit", "get", email, "--json")).isEqualTo(15);
    }

    @Test
    void otherWordShouldBeAnError() {
        CommandRun run = commands.run("limit", "set", email, "--imap-connections", "many");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("--imap-connections");
    }

    private String sends(String... arguments) {
        return commands.run(arguments).json().path("sends").toString();
    }

    @Test
    void sendsOfAnInboxShouldBeSet() {
        assertThat(sends("limit", "set", email, "--send", "5/60", "--send", "50/3600", "--json"))
                .isEqualTo("[{\"max\":5,\"per_seconds\":60,\"remaining\":5},"
                        + "{\"max\":50,\"per_seconds\":3600,\"remaining\":50}]");
        assertThat(sends("limit", "set", email, "--send", "none", "--json")).isEqualTo("[]");
        assertThat(sends("limit", "set", email, "--send", "default", "--json")).contains("1000");
    }

    @Test
    void sendsOfAnOrganizationShouldBeSet() {
        commands.run("limit", "set", "--send", "5/60");

        assertThat(sends("limit", "get", "--json")).contains("\"max\":5");
    }

    @Test
    void sendsOfAKeyShouldBeSet() {
        String key = commands.run("key", "create", "--json").json().path("id").asText();

        commands.run("limit", "set", "--key", key, "--send", "5/60");

        assertThat(commands.run("limit", "get", "--key", key, "--json").json().toString())
                .isEqualTo("{\"sends\":[{\"max\":5,\"per_seconds\":60,\"remaining\":5}]}");
    }

    @Test
    void otherFormOfSendsShouldBeAnError() {
        for (String send : new String[] {"5", "5/", "/60", "5/60/7", "many/60"}) {
            CommandRun run = commands.run("limit", "set", email, "--send", send);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("--send");
        }
    }

    @Test
    void nothingToSetShouldBeAnError() {
        assertThat(commands.run("limit", "set", email).exitCode()).isEqualTo(2);
    }

    @Test
    void inboxAndKeyShouldExcludeEachOther() {
        assertThat(commands.run("limit", "get", email, "--key", "key_x").exitCode())
                .isEqualTo(2);
    }
}

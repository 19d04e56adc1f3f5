package dev.agentpost.mail.cli.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.core.AtomicFile;
import dev.agentpost.mail.server.configuration.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstInboxTest {
    @TempDir
    Path data;

    private AdminServer server;
    private FirstInbox testee;

    @BeforeEach
    void setUp() throws IOException {
        server = new AdminServer(new Random(1));
        AtomicFile.writeSecret(data.resolve("admin-token"), AdminServer.TOKEN + "\n");
        testee = new FirstInbox(ServerSettings.from(Map.of("WEBADMIN_PORT", Integer.toString(server.port()))), data);
    }

    @AfterEach
    void tearDown() {
        server.close();
    }

    @Test
    void firstStartShouldMakeOneOrganizationInboxAndKey() throws Exception {
        FirstInbox.Made made = testee.make();

        assertThat(organizations()).hasSize(1);
        assertThat(organizations().get(0).path("name").asText()).isEqualTo("default");
        assertThat(items("inboxes")).hasSize(1);
        assertThat(items("inboxes").get(0).path("email").asText())
                .isEqualTo(made.email().orElseThrow());
        assertThat(items("inboxes").get(0).path("client_id").asText()).isEqualTo("first-inbox");
        assertThat(items("api-keys")).hasSize(1);
        assertThat(items("api-keys").get(0).path("scopes"))
                .extracting(JsonNode::asText)
                .containsExactly("messages:read", "messages:write", "inboxes:read");
        assertThat(made.secret().orElseThrow()).startsWith("ap_sk_");
    }

    @Test
    void laterStartShouldMakeNothing() throws Exception {
        FirstInbox.Made first = testee.make();

        FirstInbox.Made later = testee.make();

        assertThat(later.email()).isEqualTo(first.email());
        assertThat(later.secret()).isEmpty();
        assertThat(organizations()).hasSize(1);
        assertThat(items("inboxes")).hasSize(1);
        assertThat(items("api-keys")).hasSize(1);
    }

    @Test
    void markerShouldNotHoldTheSecret() throws Exception {
        String secret = testee.make().secret().orElseThrow();

        assertThat(Files.readString(data.resolve("first-inbox.json"))).doesNotContain(secret.substring(6));
    }

    @Test
    void startCutOffAfterTheKeyShouldRevokeTheKeyThatNobodySaw() throws Exception {
        FirstInbox.Made unseen = testee.make();
        cutOff();

        FirstInbox.Made made = testee.make();

        assertThat(made.email()).isEqualTo(unseen.email());
        assertThat(made.secret()).isPresent().isNotEqualTo(unseen.secret());
        assertThat(organizations()).hasSize(1);
        assertThat(items("inboxes")).hasSize(1);
        assertThat(items("api-keys")).hasSize(2);
        assertThat(items("api-keys").get(0).path("revoked_at").isNull()).isFalse();
        assertThat(items("api-keys").get(1).path("revoked_at").isNull()).isTrue();
    }

    @Test
    void startCutOffBeforeTheKeyShouldLeaveKeysOfPeopleAlone() throws Exception {
        testee.make();
        cutOff();
        server.post(keys(), "{\"name\": \"mine\"}");

        testee.make();

        assertThat(items("api-keys"))
                .filteredOn(key -> key.path("name").asText().equals("mine"))
                .allMatch(key -> key.path("revoked_at").isNull());
    }

    @Test
    void nodeThatJoinsOthersShouldMakeNothing() throws Exception {
        server.post("/organizations", "{\"name\": \"Acme\"}");

        FirstInbox.Made made = testee.make();

        assertThat(made.email()).isEmpty();
        assertThat(made.secret()).isEmpty();
        assertThat(organizations()).hasSize(1);
        assertThat(testee.make()).isEqualTo(made);
    }

    @Test
    void wrongTokenShouldBeOneLine() throws IOException {
        AtomicFile.writeSecret(data.resolve("admin-token"), "ap_admin_another_token_than_the_servers\n");

        assertThatThrownBy(() -> testee.make())
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("the first inbox could not be made: ")
                .hasMessageContaining("does not accept this admin token");
    }

    /** As if the command had been killed when the key was made and not yet written down. */
    private void cutOff() throws IOException {
        FirstInboxMarker.File file = new FirstInboxMarker.File(data);
        FirstInboxMarker done = file.read().orElseThrow();
        file.write(new FirstInboxMarker("begun", done.keyName(), null, null, null));
    }

    private JsonNode organizations() {
        return server.get("/organizations").body().path("items");
    }

    private JsonNode items(String what) {
        return server.get("/organizations/" + organizations().get(0).path("id").asText() + "/" + what)
                .body()
                .path("items");
    }

    private String keys() {
        return "/organizations/" + organizations().get(0).path("id").asText() + "/api-keys";
    }
}

package dev.agentpost.mail.trash.webadmin;

import static dev.agentpost.mail.trash.InboxWithTrash.MESSAGE_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrashRoutesTest {
    private static final String EMPTYINGS = "/trash/emptyings";

    private ServedTrash trash;
    private AdminServer server;

    @BeforeEach
    void start() {
        trash = new ServedTrash();
        server = trash.server();
    }

    @AfterEach
    void stop() {
        trash.close();
    }

    @Test
    void emptyingShouldSayWhatItRemoved() {
        JsonNode details = run("{}");

        assertThat(details.path("type").asText()).isEqualTo("trash-emptying");
        assertThat(details.path("folders").asInt()).isEqualTo(1);
        assertThat(details.path("removed").asInt()).isEqualTo(1);
        assertThat(details.path("bytes").asInt()).isEqualTo(MESSAGE_BYTES);
        assertThat(details.path("failed").asInt(-1)).isZero();
        assertThat(details.path("timestamp").asText()).isNotEmpty();
        assertThat(trash.messages()).isEqualTo(1);
    }

    @Test
    void emptyingAgainShouldRemoveNothing() {
        run("{}");

        assertThat(run("{}").path("removed").asInt(-1)).isZero();
    }

    @Test
    void oneInboxShouldBeNamed() {
        JsonNode ofBob = run("{\"inbox\":\"Bob@example.com\"}");
        assertThat(ofBob.path("inbox").asText()).isEqualTo("bob@example.com");
        assertThat(ofBob.path("folders").asInt(-1)).isZero();

        JsonNode ofAlice = run("{\"inbox\":\"Alice@example.com\"}");
        assertThat(ofAlice.path("removed").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"inbox\":1}", "{\"inbox\":null}"})
    void badInboxShouldBeRefused(String body) {
        assertBadField(server.post(EMPTYINGS, body), "inbox");
    }

    @Test
    void unknownFieldShouldBeRefused() {
        assertBadField(server.post(EMPTYINGS, "{\"days\":1}"), "days");
    }

    @Test
    void tokenShouldBeNeeded() {
        assertThat(server.send(server.request(EMPTYINGS)
                                .method("POST", BodyPublishers.ofString("{}"))
                                .build())
                        .status())
                .isEqualTo(401);
    }

    private static void assertBadField(Reply reply, String field) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("type")).isEqualTo("InvalidArgument");
        assertThat(reply.text("details")).isEqualTo(field);
    }

    /** What the task told at its end. */
    private JsonNode run(String body) {
        Reply taken = server.post(EMPTYINGS, body);
        assertThat(taken.status()).isEqualTo(201);
        String task = "/tasks/" + taken.text("taskId");
        assertThat(server.get(task + "/await?timeout=60s").text("status")).isEqualTo("completed");
        return server.get(task).body().path("additionalInformation");
    }
}

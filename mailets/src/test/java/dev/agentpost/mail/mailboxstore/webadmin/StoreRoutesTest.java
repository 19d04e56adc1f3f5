package dev.agentpost.mail.mailboxstore.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreRoutesTest {
    private static final String CHECKS = "/store/checks";
    private static final String SCAVENGES = "/store/scavenges";

    private ServedStore store;
    private AdminServer server;

    @BeforeEach
    void start() {
        store = new ServedStore();
        server = store.server();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    /** What the task told at its end. */
    private JsonNode run(String path, String body) {
        Reply taken = server.post(path, body);
        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.body()).hasSize(1);
        Reply ended = server.get("/tasks/" + taken.text("taskId") + "/await?timeout=60s");
        assertThat(ended.text("status")).isEqualTo("completed");
        JsonNode task = server.get("/tasks/" + taken.text("taskId")).body();
        assertThat(task.path("additionalInformation").path("timestamp").asText())
                .isNotEmpty();
        return task.path("additionalInformation");
    }

    private static void assertBadField(Reply reply, String field) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("type")).isEqualTo("InvalidArgument");
        assertThat(reply.text("message")).contains(field);
        assertThat(reply.text("details")).isEqualTo(field);
    }

    @Nested
    class PostCheck {
        @Test
        void soundStoreShouldHaveNoFindings() {
            store.append();
            store.append();

            JsonNode details = run(CHECKS, "{}");

            assertThat(details.path("type").asText()).isEqualTo("store-check");
            assertThat(details.path("repair").asBoolean(true)).isFalse();
            assertThat(details.path("depth").asText()).isEqualTo("headers");
            assertThat(details.path("folders").asInt()).isEqualTo(1);
            assertThat(details.path("messages").asInt()).isEqualTo(2);
            assertThat(details.path("found").asInt(-1)).isZero();
            assertThat(details.path("findings").isArray()).isTrue();
            assertThat(details.path("findings")).isEmpty();
        }

        @Test
        void findingShouldSayWhatAndWhere() {
            store.append();
            store.loseContent();

            JsonNode details = run(CHECKS, "{}");

            assertThat(details.path("found").asInt()).isEqualTo(1);
            JsonNode finding = details.path("findings").path(0);
            assertThat(finding.path("kind").asText()).isEqualTo("content_missing");
            assertThat(finding.path("folder_id").asText())
                    .isEqualTo(store.inbox().toString());
            assertThat(finding.path("inbox").asText()).isEqualTo(ServedStore.OWNER);
            assertThat(finding.path("folder").asText()).isEqualTo("INBOX");
            assertThat(finding.path("uid").asInt()).isEqualTo(2);
            assertThat(finding.path("detail").asText()).isNotEmpty();
            assertThat(finding.path("repaired").asBoolean(true)).isFalse();
        }

        @Test
        void findingOfAFolderShouldHaveNoUid() {
            store.loseFolder(ServedStore.OWNER);

            JsonNode finding = run(CHECKS, "{}").path("findings").path(0);

            assertThat(finding.path("kind").asText()).isEqualTo("folder_missing");
            assertThat(finding.hasNonNull("uid")).isFalse();
        }

        @Test
        void repairShouldBeToldAndLeaveNothingToFind() {
            store.loseFolder(ServedStore.OWNER);

            JsonNode repair = run(CHECKS, "{\"repair\":true}");

            assertThat(repair.path("repair").asBoolean()).isTrue();
            assertThat(repair.path("findings").path(0).path("repaired").asBoolean())
                    .isTrue();
            assertThat(run(CHECKS, "{}").path("found").asInt(-1)).isZero();
        }

        @Test
        void checkOfOneInboxShouldLeaveOthersAlone() {
            store.loseFolder("bob@example.com");

            JsonNode details = run(CHECKS, "{\"inbox\":\"Alice@Example.com\"}");

            assertThat(details.path("inbox").asText()).isEqualTo(ServedStore.OWNER);
            assertThat(details.path("found").asInt(-1)).isZero();
        }

        @ParameterizedTest
        @CsvSource({"counters,0", "headers,1", "bodies,1"})
        void depthShouldSayWhatIsRead(String depth, int found) {
            store.loseContent();

            JsonNode details = run(CHECKS, "{\"depth\":\"" + depth + "\"}");

            assertThat(details.path("depth").asText()).isEqualTo(depth);
            assertThat(details.path("found").asInt()).isEqualTo(found);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"deep\"", "\"HEADERS\"", "\"\"", "1", "null", "[\"headers\"]"})
        void badDepthShouldBeRefused(String depth) {
            assertBadField(server.post(CHECKS, "{\"depth\":" + depth + "}"), "depth");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"true\"", "1", "null", "{}"})
        void badRepairShouldBeRefused(String repair) {
            assertBadField(server.post(CHECKS, "{\"repair\":" + repair + "}"), "repair");
        }

        @ParameterizedTest
        @ValueSource(strings = {"5", "true", "null", "[\"alice@example.com\"]"})
        void badInboxShouldBeRefused(String inbox) {
            assertBadField(server.post(CHECKS, "{\"inbox\":" + inbox + "}"), "inbox");
        }

        @Test
        void unknownFieldShouldBeRefused() {
            assertBadField(server.post(CHECKS, "{\"mend\":true}"), "mend");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "[]", "{"})
        void bodyThatIsNoJsonObjectShouldBeRefused(String body) {
            Reply reply = server.post(CHECKS, body);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("message")).contains("JSON");
        }

        @Test
        void refusedRequestShouldStartNothing() {
            server.post(CHECKS, "{\"depth\":\"deep\"}");

            assertThat(server.get("/tasks").body()).isEmpty();
        }

        @Test
        void requestWithoutTokenShouldBeRefused() {
            Reply reply = server.send(server.request(CHECKS)
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))
                    .build());

            assertThat(reply.status()).isEqualTo(401);
        }
    }

    @Nested
    class PostScavenge {
        @Test
        void contentsThatWereReleasedShouldBeRemoved() {
            store.append();
            store.leaveContent(true);

            JsonNode details = run(SCAVENGES, "{}");

            assertThat(details.path("type").asText()).isEqualTo("store-scavenge");
            assertThat(details.path("sweep").asBoolean(true)).isFalse();
            assertThat(details.path("kept").asInt(-1)).isZero();
            assertThat(details.path("removed").asInt()).isEqualTo(1);
            assertThat(details.path("bytes").asInt()).isEqualTo(ServedStore.MESSAGE_BYTES);
        }

        @Test
        void contentsThatNobodyReleasedShouldBeLeftWithoutASweep() {
            store.leaveContent(false);

            assertThat(run(SCAVENGES, "{\"sweep\":false}").path("removed").asInt(-1))
                    .isZero();
        }

        @Test
        void sweepShouldRemoveThemAndKeepWhatIsUsed() {
            store.append();
            store.leaveContent(false);

            JsonNode details = run(SCAVENGES, "{\"sweep\":true}");

            assertThat(details.path("sweep").asBoolean()).isTrue();
            assertThat(details.path("kept").asInt()).isEqualTo(1);
            assertThat(details.path("removed").asInt()).isEqualTo(1);
            assertThat(run(CHECKS, "{\"depth\":\"bodies\"}").path("found").asInt(-1))
                    .isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"yes\"", "1", "null", "[]"})
        void badSweepShouldBeRefused(String sweep) {
            assertBadField(server.post(SCAVENGES, "{\"sweep\":" + sweep + "}"), "sweep");
        }

        @Test
        void unknownFieldShouldBeRefused() {
            assertBadField(server.post(SCAVENGES, "{\"depth\":\"headers\"}"), "depth");
        }
    }
}

package dev.agentpost.mail.organization.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.domain.DomainStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChanges;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.suppression.SuppressionStore;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrganizationRoutesTest {
    private static final String UNKNOWN = "/organizations/org_01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private AdminServer server;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void assertBadField(Reply reply, String field) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("type")).isEqualTo("InvalidArgument");
        assertThat(reply.text("message")).contains(field);
        assertThat(reply.text("details")).isEqualTo(field);
    }

    @Nested
    class Post {
        @Test
        void organizationShouldBeMade() {
            Reply reply = server.post("/organizations", "{\"name\":\"Acme Ünlimited\"}");

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.text("id")).startsWith("org_");
            assertThat(reply.text("name")).isEqualTo("Acme Ünlimited");
            assertThat(reply.text("status")).isEqualTo("active");
            assertThat(reply.text("created_at")).isEqualTo("2026-11-21T10:00:00.123Z");
            assertThat(reply.body()).hasSize(4);
        }

        @Test
        void repeatedCallShouldMakeAnotherOrganization() {
            String first = server.newOrganization("Acme");

            String second = server.newOrganization("Acme");

            assertThat(second).isNotEqualTo(first);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"name\":null}", "{\"name\":\"\"}", "{\"name\":5}", "{\"name\":[\"Acme\"]}"})
        void badNameShouldBeRefused(String body) {
            assertBadField(server.post("/organizations", body), "name");
        }

        @Test
        void unknownFieldShouldBeRefused() {
            assertBadField(server.post("/organizations", "{\"name\":\"Acme\",\"colour\":\"red\"}"), "colour");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{", "[]", "\"Acme\"", "{\"name\":\"a\"} x", "{\"name\":\"a\",\"name\":\"b\"}"})
        void bodyThatIsNoJsonObjectShouldBeRefused(String body) {
            Reply reply = server.post("/organizations", body);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("message")).contains("JSON");
        }

        @Test
        void deeplyNestedBodyShouldBeRefused() {
            Reply reply = server.post("/organizations", "[".repeat(100_000));

            assertThat(reply.status()).isEqualTo(400);
        }

        @Test
        void tooLargeBodyShouldBeRefused() {
            Reply reply = server.post("/organizations", "{\"name\":\"" + "x".repeat(JsonBody.MAX_BYTES) + "\"}");

            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.body().path("statusCode").asInt()).isEqualTo(413);
        }

        @Test
        void tooLargeBodyOfUnknownLengthShouldBeRefused() {
            byte[] body = ("{\"name\":\"" + "x".repeat(JsonBody.MAX_BYTES) + "\"}")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);

            Reply reply = server.send(server.request("/organizations")
                    .header("Authorization", "Bearer " + AdminServer.TOKEN)
                    .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                    .build());

            assertThat(reply.status()).isEqualTo(413);
        }

        @Test
        void storeThatIsDownShouldBeSaid() {
            server.outage().begin(OrganizationStore.class);

            Reply reply = server.post("/organizations", "{\"name\":\"Acme\"}");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text("type")).isEqualTo("ServerError");
            assertThat(reply.text("message")).contains("does not answer").doesNotContain("10.0.0.7");
        }
    }

    @Nested
    class ListAll {
        @Test
        void listShouldBeEmptyAtFirst() {
            Reply reply = server.get("/organizations");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).hasToString("{\"items\":[],\"next\":null}");
        }

        @Test
        void pagesShouldHaveEveryOrganizationOnce() {
            String first = server.newOrganization("First");
            String second = server.newOrganization("Second");
            String third = server.newOrganization("Third");

            Reply page = server.get("/organizations?limit=2");
            Reply rest = server.get("/organizations?limit=2&after=" + page.text("next"));

            assertThat(ids(page)).containsExactly(first, second);
            assertThat(ids(rest)).containsExactly(third);
            assertThat(rest.body().path("next").isNull()).isTrue();
        }

        @Test
        void lastPageThatIsFullShouldHaveNoNext() {
            server.newOrganization("First");
            server.newOrganization("Second");

            Reply page = server.get("/organizations?limit=2");

            assertThat(page.body().path("next").isNull()).isTrue();
        }

        @Test
        void pageShouldHaveAHundredItemsByDefault() {
            for (int i = 0; i < 101; i++) {
                server.newOrganization("Acme");
            }

            Reply page = server.get("/organizations");

            assertThat(page.body().path("items")).hasSize(100);
            assertThat(page.text("next")).startsWith("org_");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "1001", "-1", "many", "", "1.5", "99999999999"})
        void badLimitShouldBeRefused(String limit) {
            assertBadField(server.get("/organizations?limit=" + limit), "limit");
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "1000"})
        void boundsOfTheLimitShouldBeAccepted(String limit) {
            assertThat(server.get("/organizations?limit=" + limit).status()).isEqualTo(200);
        }

        @Test
        void badAfterShouldBeRefused() {
            assertBadField(server.get("/organizations?after=Acme"), "after");
        }

        private List<String> ids(Reply page) {
            return StreamSupport.stream(page.body().path("items").spliterator(), false)
                    .map(item -> item.path("id").asText())
                    .toList();
        }
    }

    @Nested
    class Get {
        @Test
        void organizationShouldBeShown() {
            Reply made = server.post("/organizations", "{\"name\":\"Acme\"}");

            Reply reply = server.get("/organizations/" + made.text("id"));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo(made.body());
        }

        @ParameterizedTest
        @ValueSource(strings = {UNKNOWN, "/organizations/acme", "/organizations/%20", "/organizations/%25s"})
        void unknownOrganizationShouldBeNotFound(String path) {
            Reply reply = server.get(path);

            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text("type")).isEqualTo("notFound");
        }

        @Test
        void storeThatIsDownShouldBeSaid() {
            server.outage().begin(OrganizationStore.class);

            assertThat(server.get(UNKNOWN).status()).isEqualTo(503);
        }
    }

    @Nested
    class Patch {
        private String id;

        @BeforeEach
        void setUp() {
            id = server.newOrganization("Acme");
        }

        @Test
        void nameShouldBeChanged() {
            Reply reply = server.patch("/organizations/" + id, "{\"name\":\"Apex\"}");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text("name")).isEqualTo("Apex");
            assertThat(reply.text("status")).isEqualTo("active");
            assertThat(server.get("/organizations/" + id).body()).isEqualTo(reply.body());
        }

        @Test
        void suspensionShouldBeAnnounced() {
            Reply reply = server.patch("/organizations/" + id, "{\"status\":\"suspended\"}");

            assertThat(reply.text("status")).isEqualTo("suspended");
            assertThat(server.loginChanges().published())
                    .containsExactly(new LoginChange.Organization(OrganizationId.of(id)));
        }

        @Test
        void repeatedCallShouldAnswerTheSame() {
            Reply first = server.patch("/organizations/" + id, "{\"status\":\"suspended\"}");

            Reply second = server.patch("/organizations/" + id, "{\"status\":\"suspended\"}");

            assertThat(second.body()).isEqualTo(first.body());
        }

        @Test
        void repeatedCallShouldAnnounceWhatAnOutageKeptBack() {
            server.outage().begin(LoginChanges.class);
            Reply failed = server.patch("/organizations/" + id, "{\"status\":\"suspended\"}");
            server.outage().end();

            server.patch("/organizations/" + id, "{\"status\":\"suspended\"}");

            assertThat(failed.status()).isEqualTo(503);
            assertThat(server.loginChanges().published()).hasSize(1);
        }

        @Test
        void emptyChangeShouldAnswerWithTheObject() {
            Reply reply = server.patch("/organizations/" + id, "{}");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text("name")).isEqualTo("Acme");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "status | {\"status\":\"closed\"}",
                    "status | {\"status\":\"ACTIVE\"}",
                    "status | {\"status\":null}",
                    "status | {\"status\":true}",
                    "name | {\"name\":\"\"}",
                    "name | {\"name\":null}",
                    "name | {\"name\":\"a\\u0000b\"}",
                    "id | {\"id\":\"org_x\"}"
                })
        void badFieldShouldBeRefused(String field, String body) {
            assertBadField(server.patch("/organizations/" + id, body), field);
        }

        @Test
        void refusedChangeShouldChangeNothing() {
            server.patch("/organizations/" + id, "{\"name\":\"Apex\",\"status\":\"closed\"}");

            assertThat(server.get("/organizations/" + id).text("name")).isEqualTo("Acme");
        }

        @Test
        void unknownOrganizationShouldBeNotFound() {
            assertThat(server.patch(UNKNOWN, "{\"name\":\"Apex\"}").status()).isEqualTo(404);
        }
    }

    @Nested
    class Delete {
        private String id;
        private String email;

        @BeforeEach
        void setUp() {
            id = server.newOrganization("Acme");
            email = server.post("/organizations/" + id + "/inboxes", "{\"username\":\"alice\"}")
                    .text("email");
            server.post("/organizations/" + id + "/api-keys", "{}");
        }

        @Test
        void organizationShouldBeGone() {
            Reply reply = server.delete("/organizations/" + id);

            assertThat(reply.status()).isEqualTo(204);
            assertThat(reply.raw().body()).isEmpty();
            assertThat(server.get("/organizations/" + id).status()).isEqualTo(404);
        }

        @Test
        void mailOfItsInboxesShouldBeGone() {
            server.delete("/organizations/" + id);

            assertThat(server.mailboxes().provisioned()).isEmpty();
        }

        @Test
        void itsKeysShouldBeGone() {
            server.delete("/organizations/" + id);

            assertThat(server.apiKeys()
                            .list(OrganizationId.of(id), java.util.Optional.empty(), 10)
                            .collectList()
                            .block())
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                classes = {
                    ApiKeyStore.class,
                    InboxMailboxes.class,
                    LoginChanges.class,
                    DomainStore.class,
                    SuppressionStore.class
                })
        void deletionThatStoppedShouldComeToItsEndByItself(Class<?> port) {
            server.outage().begin(port);
            assertThat(server.delete("/organizations/" + id).status()).isEqualTo(503);
            server.outage().end();

            server.finishDeletions();
            server.finishDeletions();

            assertThat(server.get("/organizations/" + id).status()).isEqualTo(404);
            assertThat(server.mailboxes().provisioned()).isEmpty();
            assertThat(server.deletions().list().collectList().block()).isEmpty();
        }

        @Test
        void addressesOfItsInboxesShouldBeFreeWhenTheDeletionHasEnded() {
            InboxAddress address = InboxAddress.parse(email).orElseThrow();
            server.delete("/organizations/" + id);
            assertThat(server.inboxes().findLeaving(address).blockOptional()).isPresent();

            server.finishDeletions();

            assertThat(server.inboxes().findLeaving(address).blockOptional()).isEmpty();
            assertThat(server.deletions().list().collectList().block()).isEmpty();
        }

        /** A request that had found the organization just before its deletion. */
        @Test
        void inboxThatIsMadeMeanwhileShouldGoToo() {
            InboxStore inboxes = server.inboxes();
            Inbox late = new Inbox(
                    InboxId.generate(),
                    OrganizationId.of(id),
                    InboxAddress.parse("late@shared.example").orElseThrow(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    AdminServer.NOW);
            server.delete("/organizations/" + id);
            inboxes.create(late).block();

            server.finishDeletions();

            assertThat(inboxes.find(late.email()).blockOptional()).isEmpty();
            assertThat(inboxes.findLeaving(late.email()).blockOptional()).isEmpty();
        }

        @Test
        void itsDomainsShouldBeAnothersToHave() {
            String domains = "/domains";
            JsonNode proof = server.post("/organizations/" + id + domains, "{\"domain\":\"acme.example.com\"}")
                    .body()
                    .path("records")
                    .get(0);
            server.dns().txt(proof.path("name").asText(), proof.path("value").asText());
            server.post("/organizations/" + id + domains + "/acme.example.com/verify", "");
            server.get("/organizations/" + id + domains + "/acme.example.com/dkim");
            String other = server.newOrganization("Other");
            assertThat(server.post("/organizations/" + other + domains, "{\"domain\":\"acme.example.com\"}")
                            .status())
                    .isEqualTo(409);

            server.delete("/organizations/" + id);

            assertThat(server.dkimKeys().list("acme.example.com").collectList().block())
                    .isEmpty();
            assertThat(server.post("/organizations/" + other + domains, "{\"domain\":\"acme.example.com\"}")
                            .status())
                    .isEqualTo(201);
        }

        /** Who did what, and that it was deleted, can be read as long as the trail is kept. */
        @Test
        void itsAuditTrailShouldStay() {
            server.delete("/organizations/" + id);

            Reply reply = server.get("/organizations/" + id + "/audit");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body().path("items").get(0).path("action").asText())
                    .isEqualTo("organization_delete");
            assertThat(server.get(UNKNOWN + "/audit").status()).isEqualTo(404);
        }

        @Test
        void anotherOrganizationShouldKeepItsInboxes() {
            String other = server.newOrganization("Other");
            String kept = server.post("/organizations/" + other + "/inboxes", "{\"username\":\"bob\"}")
                    .text("email");

            server.delete("/organizations/" + id);

            assertThat(server.get("/organizations/" + other + "/inboxes/" + kept)
                            .status())
                    .isEqualTo(200);
            assertThat(server.mailboxes().provisioned()).hasSize(1);
        }

        @Test
        void deletionShouldBeAnnounced() {
            server.delete("/organizations/" + id);

            assertThat(server.loginChanges().published()).contains(new LoginChange.Organization(OrganizationId.of(id)));
        }

        @Test
        void repeatedCallShouldAnswerTheSame() {
            server.delete("/organizations/" + id);

            Reply reply = server.delete("/organizations/" + id);

            assertThat(reply.status()).isEqualTo(204);
        }

        @ParameterizedTest
        @ValueSource(strings = {UNKNOWN, "/organizations/acme"})
        void unknownOrganizationShouldCountAsGone(String path) {
            assertThat(server.delete(path).status()).isEqualTo(204);
        }

        @ParameterizedTest
        @ValueSource(classes = {ApiKeyStore.class, InboxMailboxes.class, LoginChanges.class})
        void organizationShouldStaySuspendedWhenItsDeletionStops(Class<?> port) {
            server.outage().begin(port);

            Reply reply = server.delete("/organizations/" + id);

            assertThat(reply.status()).isEqualTo(503);
            assertThat(server.get("/organizations/" + id).text("status")).isEqualTo("suspended");
        }

        @ParameterizedTest
        @ValueSource(classes = {ApiKeyStore.class, InboxMailboxes.class, LoginChanges.class})
        void repeatedCallShouldFinishADeletionThatStopped(Class<?> port) {
            server.outage().begin(port);
            server.delete("/organizations/" + id);
            server.outage().end();

            Reply reply = server.delete("/organizations/" + id);

            assertThat(reply.status()).isEqualTo(204);
            assertThat(server.get("/organizations/" + id).status()).isEqualTo(404);
            assertThat(server.mailboxes().provisioned()).isEmpty();
        }

        @Test
        void addressOfADeletedInboxShouldBeUnknown() {
            server.delete("/organizations/" + id);

            String other = server.newOrganization("Other");

            assertThat(server.get("/organizations/" + other + "/inboxes/" + email)
                            .status())
                    .isEqualTo(404);
        }
    }
}

package dev.agentpost.mail.inbox.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChanges;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.ratelimit.SendLimitStore;
import dev.agentpost.mail.ratelimit.SendScope;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboxRoutesTest {
    private static final String UNKNOWN_ORGANIZATION = "/organizations/org_01ARZ3NDEKTSV4RRFFQ69G5FAV/inboxes";
    private static final String NOBODY = "nobody@shared.example";

    private AdminServer server;
    private String acme;
    private String inboxes;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        acme = server.newOrganization("Acme");
        inboxes = "/organizations/" + acme + "/inboxes";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply newInbox(String username) {
        return server.post(inboxes, "{\"username\":\"" + username + "\"}");
    }

    private static void assertBadField(Reply reply, String field) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("type")).isEqualTo("InvalidArgument");
        assertThat(reply.text("message")).contains(field);
        assertThat(reply.text("details")).isEqualTo(field);
    }

    @Nested
    class Post {
        /** A login that came too early remembers that there was no such inbox. */
        @Test
        void creationShouldBeAnnounced() {
            Reply reply = newInbox("alice");

            assertThat(server.loginChanges().published())
                    .containsExactly(new LoginChange.Inbox(InboxId.of(reply.text("id"))));
        }

        @Test
        void inboxShouldBeMadeOnTheSharedDomain() {
            Reply reply = newInbox("alice");

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.text("id")).startsWith("inb_");
            assertThat(reply.text("organization_id")).isEqualTo(acme);
            assertThat(reply.text("email")).matches("alice-[a-z0-9]{6}@shared\\.example");
            assertThat(reply.body().path("send_paused").isBoolean()).isTrue();
            assertThat(reply.body().path("send_paused").asBoolean()).isFalse();
            assertThat(reply.body().path("display_name").isNull()).isTrue();
            assertThat(reply.body().path("client_id").isNull()).isTrue();
            assertThat(reply.text("created_at")).isEqualTo("2026-11-21T10:00:00.123Z");
        }

        @Test
        void itsMailboxesShouldBeMade() {
            String email = newInbox("alice").text("email");

            assertThat(server.mailboxes().provisioned())
                    .containsExactly(InboxAddress.parse(email).orElseThrow());
        }

        @Test
        void everyFieldShouldBeTaken() {
            Reply reply = server.post(
                    inboxes,
                    """
                    {"username":"alice","domain":"shared.example","display_name":"Alice A.","client_id":"crm-7"}
                    """);

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.text("display_name")).isEqualTo("Alice A.");
            assertThat(reply.text("client_id")).isEqualTo("crm-7");
        }

        @Test
        void repeatedClientIdShouldAnswerWithTheFirstInbox() {
            Reply first = server.post(inboxes, "{\"username\":\"alice\",\"client_id\":\"crm-7\"}");

            Reply second = server.post(inboxes, "{\"username\":\"alice\",\"client_id\":\"crm-7\"}");

            assertThat(second.status()).isEqualTo(200);
            assertThat(second.body()).isEqualTo(first.body());
        }

        @Test
        void repeatedCallWithoutClientIdShouldMakeAnotherInbox() {
            Reply first = newInbox("alice");

            Reply second = newInbox("alice");

            assertThat(second.status()).isEqualTo(201);
            assertThat(second.text("email")).isNotEqualTo(first.text("email"));
        }

        @Test
        void takenAddressShouldBeAConflict() {
            try (AdminServer unlucky = new AdminServer(() -> 0)) {
                String path = "/organizations/" + unlucky.newOrganization("Acme") + "/inboxes";
                unlucky.post(path, "{\"username\":\"alice\"}");

                Reply reply = unlucky.post(path, "{\"username\":\"alice\"}");

                assertThat(reply.status()).isEqualTo(409);
                assertThat(reply.text("type")).isEqualTo("WrongState");
                assertThat(reply.text("details")).isEqualTo("username");
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "username | {}",
                    "username | {\"username\":null}",
                    "username | {\"username\":\"\"}",
                    "username | {\"username\":\"postmaster\"}",
                    "username | {\"username\":\"a b\"}",
                    "username | {\"username\":\"a+b\"}",
                    "username | {\"username\":\"a@b\"}",
                    "username | {\"username\":5}",
                    "domain | {\"username\":\"alice\",\"domain\":\"example.org\"}",
                    "domain | {\"username\":\"alice\",\"domain\":\"not a domain\"}",
                    "domain | {\"username\":\"alice\",\"domain\":5}",
                    "display_name | {\"username\":\"alice\",\"display_name\":\"\"}",
                    "display_name | {\"username\":\"alice\",\"display_name\":\"a\\nBcc: b\"}",
                    "client_id | {\"username\":\"alice\",\"client_id\":\"\"}",
                    "email | {\"username\":\"alice\",\"email\":\"a@b.example\"}"
                })
        void badFieldShouldBeRefused(String field, String body) {
            assertBadField(server.post(inboxes, body), field);
        }

        @Test
        void unknownOrganizationShouldBeNotFound() {
            assertThat(server.post(UNKNOWN_ORGANIZATION, "{\"username\":\"alice\"}")
                            .status())
                    .isEqualTo(404);
        }

        @Test
        void suspendedOrganizationShouldBeGivenAnInbox() {
            server.patch("/organizations/" + acme, "{\"status\":\"suspended\"}");

            assertThat(newInbox("alice").status()).isEqualTo(201);
        }

        @Test
        void storeThatIsDownShouldBeSaid() {
            server.outage().begin(InboxStore.class);

            assertThat(newInbox("alice").status()).isEqualTo(503);
        }

        @Test
        void repeatedCallShouldMakeTheMailboxesThatAnOutageKeptBack() {
            server.outage().begin(InboxMailboxes.class);
            Reply failed = server.post(inboxes, "{\"username\":\"alice\",\"client_id\":\"crm-7\"}");
            server.outage().end();

            Reply reply = server.post(inboxes, "{\"username\":\"alice\",\"client_id\":\"crm-7\"}");

            assertThat(failed.status()).isEqualTo(503);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(server.mailboxes().provisioned()).hasSize(1);
        }
    }

    @Nested
    class ListAll {
        @Test
        void pagesShouldHaveEveryInboxOnce() {
            String first = newInbox("alice").text("email");
            String second = newInbox("bob").text("email");

            Reply page = server.get(inboxes + "?limit=1");
            Reply rest = server.get(inboxes + "?limit=1&after=" + page.text("next"));

            assertThat(page.body().path("items").path(0).path("email").asText()).isEqualTo(first);
            assertThat(rest.body().path("items").path(0).path("email").asText()).isEqualTo(second);
            assertThat(rest.body().path("next").isNull()).isTrue();
        }

        @Test
        void inboxOfAnotherOrganizationShouldNotBeListed() {
            server.post("/organizations/" + server.newOrganization("Other") + "/inboxes", "{\"username\":\"bob\"}");

            assertThat(server.get(inboxes).body().path("items")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"limit,0", "limit,1001", "after,alice"})
        void badParameterShouldBeRefused(String field, String value) {
            assertBadField(server.get(inboxes + "?" + field + "=" + value), field);
        }

        @Test
        void unknownOrganizationShouldBeNotFound() {
            assertThat(server.get(UNKNOWN_ORGANIZATION).status()).isEqualTo(404);
        }
    }

    @Nested
    class Get {
        @Test
        void inboxShouldBeShown() {
            Reply made = newInbox("alice");

            Reply reply = server.get(inboxes + "/" + made.text("email"));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo(made.body());
        }

        @Test
        void addressInThePathMayBeEncoded() {
            String email = newInbox("alice").text("email");

            Reply reply = server.get(inboxes + "/" + email.replace("@", "%40").replace("a", "%61"));

            assertThat(reply.text("email")).isEqualTo(email);
        }

        @Test
        void addressWithASlashShouldBeFoundWhenEncoded() {
            String email = newInbox("a/b").text("email");

            Reply reply = server.get(inboxes + "/" + email.replace("/", "%2F"));

            assertThat(reply.text("email")).isEqualTo(email);
        }

        @Test
        void addressInThePathShouldHaveNoCase() {
            String email = newInbox("alice").text("email");

            Reply reply = server.get(inboxes + "/" + email.replace("alice", "ALICE"));

            assertThat(reply.text("email")).isEqualTo(email);
        }

        @ParameterizedTest
        @ValueSource(strings = {NOBODY, "nobody", "%25s%40x"})
        void unknownInboxShouldBeNotFound(String email) {
            Reply reply = server.get(inboxes + "/" + email);

            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text("type")).isEqualTo("notFound");
        }

        @Test
        void inboxOfAnotherOrganizationShouldBeNotFound() {
            String email = newInbox("alice").text("email");
            String other = server.newOrganization("Other");

            assertThat(server.get("/organizations/" + other + "/inboxes/" + email)
                            .status())
                    .isEqualTo(404);
        }

        @Test
        void unknownOrganizationShouldBeNotFound() {
            String email = newInbox("alice").text("email");

            assertThat(server.get(UNKNOWN_ORGANIZATION + "/" + email).status()).isEqualTo(404);
        }

        @ParameterizedTest
        @ValueSource(strings = {"%zz", "%"})
        void brokenEncodingShouldBeRefused(String email) {
            String answer = RawRequest.get(server.port(), inboxes + "/" + email);

            assertThat(answer).startsWith("HTTP/1.1 40").doesNotContain("\tat ");
        }
    }

    @Nested
    class Patch {
        private String path;

        @BeforeEach
        void setUp() {
            path = inboxes + "/" + newInbox("alice").text("email");
        }

        @Test
        void sendingShouldBePaused() {
            Reply reply = server.patch(path, "{\"send_paused\":true}");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body().path("send_paused").asBoolean()).isTrue();
            assertThat(server.get(path).body()).isEqualTo(reply.body());
        }

        @Test
        void pauseShouldBeAnnounced() {
            server.loginChanges().forget();

            Reply reply = server.patch(path, "{\"send_paused\":true}");

            assertThat(server.loginChanges().published())
                    .containsExactly(new LoginChange.Inbox(InboxId.of(reply.text("id"))));
        }

        @Test
        void displayNameShouldBeChanged() {
            Reply reply = server.patch(path, "{\"display_name\":\"Alice\"}");

            assertThat(reply.text("display_name")).isEqualTo("Alice");
        }

        @Test
        void displayNameShouldBeRemovedByNull() {
            server.patch(path, "{\"display_name\":\"Alice\"}");

            Reply reply = server.patch(path, "{\"display_name\":null}");

            assertThat(reply.body().path("display_name").isNull()).isTrue();
        }

        @Test
        void absentFieldShouldStayAsItIs() {
            server.patch(path, "{\"display_name\":\"Alice\",\"send_paused\":true}");

            Reply reply = server.patch(path, "{}");

            assertThat(reply.text("display_name")).isEqualTo("Alice");
            assertThat(reply.body().path("send_paused").asBoolean()).isTrue();
        }

        @Test
        void repeatedCallShouldAnswerTheSame() {
            Reply first = server.patch(path, "{\"send_paused\":true}");

            Reply second = server.patch(path, "{\"send_paused\":true}");

            assertThat(second.body()).isEqualTo(first.body());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "send_paused | {\"send_paused\":\"true\"}",
                    "send_paused | {\"send_paused\":1}",
                    "send_paused | {\"send_paused\":null}",
                    "display_name | {\"display_name\":\"\"}",
                    "display_name | {\"display_name\":5}",
                    "email | {\"email\":\"b@shared.example\"}"
                })
        void badFieldShouldBeRefused(String field, String body) {
            assertBadField(server.patch(path, body), field);
        }

        @Test
        void unknownInboxShouldBeNotFound() {
            assertThat(server.patch(inboxes + "/" + NOBODY, "{\"send_paused\":true}")
                            .status())
                    .isEqualTo(404);
        }

        @Test
        void inboxOfAnotherOrganizationShouldBeNotFound() {
            String other = server.newOrganization("Other");

            Reply reply = server.patch(path.replace(acme, other), "{\"send_paused\":true}");

            assertThat(reply.status()).isEqualTo(404);
            assertThat(server.get(path).body().path("send_paused").asBoolean()).isFalse();
        }
    }

    @Nested
    class Delete {
        private Reply inbox;
        private String path;

        @BeforeEach
        void setUp() {
            inbox = newInbox("alice");
            path = inboxes + "/" + inbox.text("email");
        }

        @Test
        void inboxShouldBeGone() {
            Reply reply = server.delete(path);

            assertThat(reply.status()).isEqualTo(204);
            assertThat(server.get(path).status()).isEqualTo(404);
        }

        @Test
        void itsMailShouldBeGone() {
            server.delete(path);

            assertThat(server.mailboxes().provisioned()).isEmpty();
        }

        @Test
        void deletionShouldBeAnnounced() {
            server.loginChanges().forget();

            server.delete(path);

            assertThat(server.loginChanges().published())
                    .containsExactly(new LoginChange.Inbox(InboxId.of(inbox.text("id"))));
        }

        @Test
        void repeatedCallShouldAnswerTheSame() {
            server.delete(path);

            assertThat(server.delete(path).status()).isEqualTo(204);
        }

        @ParameterizedTest
        @ValueSource(classes = {InboxStore.class, InboxMailboxes.class, LoginChanges.class})
        void repeatedCallShouldFinishADeletionThatStopped(Class<?> port) {
            server.outage().begin(port);
            Reply failed = server.delete(path);
            server.outage().end();

            Reply reply = server.delete(path);

            assertThat(failed.status()).isEqualTo(503);
            assertThat(reply.status()).isEqualTo(204);
            assertThat(server.get(path).status()).isEqualTo(404);
            assertThat(server.mailboxes().provisioned()).isEmpty();
            assertThat(server.loginChanges().published()).isNotEmpty();
        }

        @Test
        void inboxOfAnotherOrganizationShouldBeLeftAlone() {
            String other = server.newOrganization("Other");

            Reply reply = server.delete(path.replace(acme, other));

            assertThat(reply.status()).isEqualTo(204);
            assertThat(server.get(path).status()).isEqualTo(200);
            assertThat(server.mailboxes().provisioned()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {NOBODY, "nobody"})
        void unknownInboxShouldCountAsGone(String email) {
            assertThat(server.delete(inboxes + "/" + email).status()).isEqualTo(204);
        }

        /** Whoever makes it anew meanwhile is kept waiting, see InboxCreationTest. */
        @Test
        void addressShouldBeFreeWhenTheDeletionHasEnded() {
            server.delete(path);
            InboxAddress address = InboxAddress.parse(inbox.text("email")).orElseThrow();
            assertThat(server.inboxes().findLeaving(address).blockOptional()).isPresent();

            server.finishDeletions();

            assertThat(server.inboxes().findLeaving(address).blockOptional()).isEmpty();
            assertThat(server.deletions().list().collectList().block()).isEmpty();
        }

        @Test
        void rulesAndLimitsShouldBeGone() {
            server.post(
                    "/organizations/" + acme + "/filter-rules",
                    "{\"direction\":\"send\",\"action\":\"block\",\"match_type\":\"domain\",\"value\":\"a.example\","
                            + "\"inbox\":\"" + inbox.text("email") + "\"}");
            server.put(path + "/limits", "{\"sends\":[{\"max\":7,\"per_seconds\":60}]}");
            SendScope scope = SendScope.of(OrganizationId.of(acme), InboxId.of(inbox.text("id")));
            assertThat(server.sendLimits().of(scope).block().windows()).hasSize(1);

            server.delete(path);

            assertThat(server.get("/organizations/" + acme + "/filter-rules")
                            .body()
                            .path("items"))
                    .isEmpty();
            assertThat(server.sendLimits().of(scope).block().windows()).hasSize(2);
        }

        @ParameterizedTest
        @ValueSource(classes = {InboxMailboxes.class, LoginChanges.class, FilterRuleStore.class, SendLimitStore.class})
        void deletionThatStoppedShouldComeToItsEndByItself(Class<?> port) {
            server.outage().begin(port);
            assertThat(server.delete(path).status()).isEqualTo(503);
            server.outage().end();

            server.finishDeletions();
            server.finishDeletions();

            assertThat(server.get(path).status()).isEqualTo(404);
            assertThat(server.mailboxes().provisioned()).isEmpty();
            assertThat(server.deletions().list().collectList().block()).isEmpty();
            InboxAddress address = InboxAddress.parse(inbox.text("email")).orElseThrow();
            assertThat(server.inboxes().findLeaving(address).blockOptional()).isEmpty();
        }

        @Test
        void whatComesInWhileItEndsShouldGoToo() {
            InboxAddress address = InboxAddress.parse(inbox.text("email")).orElseThrow();
            server.delete(path);
            server.mailboxes().provision(address).block();

            server.finishDeletions();

            assertThat(server.mailboxes().provisioned()).isEmpty();
        }

        @Test
        void clientIdShouldBeFree() {
            String first = server.post(inboxes, "{\"username\":\"bob\",\"client_id\":\"crm-7\"}")
                    .text("email");
            server.delete(inboxes + "/" + first);

            Reply reply = server.post(inboxes, "{\"username\":\"bob\",\"client_id\":\"crm-7\"}");

            assertThat(reply.status()).isEqualTo(201);
        }
    }
}

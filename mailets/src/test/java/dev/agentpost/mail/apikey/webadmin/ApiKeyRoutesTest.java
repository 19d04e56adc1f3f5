package dev.agentpost.mail.apikey.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChanges;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyRoutesTest {
    private static final String UNKNOWN_ORGANIZATION = "/organizations/org_01ARZ3NDEKTSV4RRFFQ69G5FAV/api-keys";

    private AdminServer server;
    private String acme;
    private String keys;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        acme = server.newOrganization("Acme");
        keys = "/organizations/" + acme + "/api-keys";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply newInbox(String organization, String username) {
        return server.post("/organizations/" + organization + "/inboxes", "{\"username\":\"" + username + "\"}");
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Nested
    class Post {
        @Test
        void keyShouldReadAndWriteMessagesOfAllInboxesUnlessAskedOtherwise() {
            Reply reply = server.post(keys, "{}");

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.text("id")).startsWith("key_");
            assertThat(reply.text("organization_id")).isEqualTo(acme);
            assertThat(texts(reply.body().path("scopes")))
                    .containsExactly("messages:read", "messages:write", "inboxes:read");
            assertThat(reply.body().path("inboxes")).isEmpty();
            assertThat(reply.body().path("allowed_ips")).isEmpty();
            assertThat(reply.text("created_at")).isEqualTo("2026-11-21T10:00:00.123Z");
            for (String field : List.of("name", "expires_at", "last_used_at", "revoked_at")) {
                assertThat(reply.body().path(field).isNull()).as(field).isTrue();
            }
        }

        @Test
        void shownSecretShouldBeTheOneThatIsStored() {
            Reply reply = server.post(keys, "{}");

            ApiKeySecret secret = ApiKeySecret.parse(reply.text("key")).orElseThrow();
            ApiKey stored = server.apiKeys().find(secret.hash()).block();
            assertThat(stored.id().value()).isEqualTo(reply.text("id"));
        }

        @Test
        void everyFieldShouldBeTaken() {
            String email = newInbox(acme, "alice").text("email");

            Reply reply = server.post(
                    keys,
                    """
                    {"name": "laptop", "scopes": ["messages:read", "rules:write"], "inboxes": ["%s"],
                     "expires_at": "2027-01-01T01:00:00+01:00", "allowed_ips": ["192.0.2.0/24", "2001:db8::1"]}
                    """
                            .formatted(email));

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.text("name")).isEqualTo("laptop");
            assertThat(texts(reply.body().path("scopes"))).containsExactly("messages:read", "rules:write");
            assertThat(texts(reply.body().path("inboxes"))).containsExactly(email);
            assertThat(reply.text("expires_at")).isEqualTo("2027-01-01T00:00:00Z");
            assertThat(texts(reply.body().path("allowed_ips"))).containsExactly("192.0.2.0/24", "2001:db8::1/128");
        }

        @Test
        void inboxShouldBeTakenByItsIdToo() {
            Reply inbox = newInbox(acme, "alice");

            Reply reply = server.post(keys, "{\"inboxes\":[\"" + inbox.text("id") + "\"]}");

            assertThat(texts(reply.body().path("inboxes"))).containsExactly(inbox.text("email"));
        }

        @Test
        void addressShouldHaveNoCase() {
            String email = newInbox(acme, "alice").text("email");

            Reply reply = server.post(keys, "{\"inboxes\":[\"" + email.toUpperCase(java.util.Locale.ROOT) + "\"]}");

            assertThat(texts(reply.body().path("inboxes"))).containsExactly(email);
        }

        @Test
        void repeatedCallShouldMakeAnotherKey() {
            Reply first = server.post(keys, "{}");

            Reply second = server.post(keys, "{}");

            assertThat(second.text("id")).isNotEqualTo(first.text("id"));
            assertThat(second.text("key")).isNotEqualTo(first.text("key"));
        }

        @Test
        void suspendedOrganizationShouldBeGivenAKey() {
            server.patch("/organizations/" + acme, "{\"status\":\"suspended\"}");

            assertThat(server.post(keys, "{}").status()).isEqualTo(201);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "name | {\"name\":\"\"}",
                    "name | {\"name\":7}",
                    "scopes | {\"scopes\":[\"messages:delete\"]}",
                    "scopes | {\"scopes\":[]}",
                    "scopes | {\"scopes\":\"messages:read\"}",
                    "scopes | {\"scopes\":[7]}",
                    "scopes | {\"scopes\":[null]}",
                    "inboxes | {\"inboxes\":[]}",
                    "inboxes | {\"inboxes\":[\"alice\"]}",
                    "inboxes | {\"inboxes\":[\"nobody@shared.example\"]}",
                    "inboxes | {\"inboxes\":[\"inb_01ARZ3NDEKTSV4RRFFQ69G5FAV\"]}",
                    "expires_at | {\"expires_at\":\"2026-11-21T10:00:00Z\"}",
                    "expires_at | {\"expires_at\":\"tomorrow\"}",
                    "expires_at | {\"expires_at\":\"2027-01-01\"}",
                    "expires_at | {\"expires_at\":\"2027-01-01T00:00:00\"}",
                    "expires_at | {\"expires_at\":\"+99999-01-01T00:00:00Z\"}",
                    "expires_at | {\"expires_at\":1798761600}",
                    "allowed_ips | {\"allowed_ips\":[\"192.0.2.0/33\"]}",
                    "allowed_ips | {\"allowed_ips\":[\"example.com\"]}",
                    "allowed_ips | {\"allowed_ips\":[]}",
                    "revoked_at | {\"revoked_at\":\"2027-01-01T00:00:00Z\"}"
                })
        void badFieldShouldBeRefused(String field, String body) {
            Reply reply = server.post(keys, body);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("type")).isEqualTo("InvalidArgument");
            assertThat(reply.text("message")).contains(field);
            assertThat(reply.text("details")).isEqualTo(field);
        }

        @Test
        void inboxOfAnotherOrganizationShouldBeRefused() {
            Reply inbox = newInbox(server.newOrganization("Other"), "bob");

            Reply byAddress = server.post(keys, "{\"inboxes\":[\"" + inbox.text("email") + "\"]}");
            Reply byId = server.post(keys, "{\"inboxes\":[\"" + inbox.text("id") + "\"]}");

            assertThat(byAddress.text("details")).isEqualTo("inboxes");
            assertThat(byId.text("details")).isEqualTo("inboxes");
        }

        @Test
        void unknownOrganizationShouldBeNotFound() {
            assertThat(server.post(UNKNOWN_ORGANIZATION, "{}").status()).isEqualTo(404);
        }

        @Test
        void storeThatIsDownShouldBeSaid() {
            server.outage().begin(ApiKeyStore.class);

            assertThat(server.post(keys, "{}").status()).isEqualTo(503);
        }
    }

    @Nested
    class ListAll {
        @Test
        void secretShouldNotBeShown() {
            String secret = server.post(keys, "{}").text("key");

            Reply reply = server.get(keys);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body().path("items").path(0).has("key")).isFalse();
            assertThat(reply.raw().body()).doesNotContain(secret);
        }

        @Test
        void pagesShouldHaveEveryKeyOnce() {
            String first = server.post(keys, "{}").text("id");
            String second = server.post(keys, "{}").text("id");

            Reply page = server.get(keys + "?limit=1");
            Reply rest = server.get(keys + "?limit=1&after=" + page.text("next"));

            assertThat(page.body().path("items").path(0).path("id").asText()).isEqualTo(first);
            assertThat(rest.body().path("items").path(0).path("id").asText()).isEqualTo(second);
            assertThat(rest.body().path("next").isNull()).isTrue();
        }

        @Test
        void keyOfAnotherOrganizationShouldNotBeListed() {
            server.post("/organizations/" + server.newOrganization("Other") + "/api-keys", "{}");

            assertThat(server.get(keys).body().path("items")).isEmpty();
        }

        @Test
        void keyBoundToADeletedInboxShouldNotLookUnbound() {
            Reply inbox = newInbox(acme, "alice");
            server.post(keys, "{\"inboxes\":[\"" + inbox.text("id") + "\"]}");
            server.delete("/organizations/" + acme + "/inboxes/" + inbox.text("email"));

            Reply reply = server.get(keys);

            assertThat(texts(reply.body().path("items").path(0).path("inboxes")))
                    .containsExactly(inbox.text("id"));
        }

        @ParameterizedTest
        @CsvSource({"limit,0", "limit,1001", "after,org_01ARZ3NDEKTSV4RRFFQ69G5FAV"})
        void badParameterShouldBeRefused(String field, String value) {
            Reply reply = server.get(keys + "?" + field + "=" + value);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("details")).isEqualTo(field);
        }

        @Test
        void unknownOrganizationShouldBeNotFound() {
            assertThat(server.get(UNKNOWN_ORGANIZATION).status()).isEqualTo(404);
        }
    }

    @Nested
    class Delete {
        private String id;

        @BeforeEach
        void setUp() {
            id = server.post(keys, "{}").text("id");
        }

        private JsonNode listed() {
            return server.get(keys).body().path("items").path(0);
        }

        @Test
        void keyShouldStayListedAsRevoked() {
            Reply reply = server.delete(keys + "/" + id);

            assertThat(reply.status()).isEqualTo(204);
            assertThat(listed().path("revoked_at").asText()).isEqualTo("2026-11-21T10:00:00.123Z");
        }

        @Test
        void revocationShouldBeAnnounced() {
            server.delete(keys + "/" + id);

            assertThat(server.loginChanges().published()).containsExactly(new LoginChange.Key(ApiKeyId.of(id)));
        }

        @Test
        void repeatedCallShouldAnswerTheSame() {
            server.delete(keys + "/" + id);

            assertThat(server.delete(keys + "/" + id).status()).isEqualTo(204);
        }

        @Test
        void repeatedCallShouldAnnounceWhatAnOutageKeptBack() {
            server.outage().begin(LoginChanges.class);
            Reply failed = server.delete(keys + "/" + id);
            server.outage().end();

            server.delete(keys + "/" + id);

            assertThat(failed.status()).isEqualTo(503);
            assertThat(server.loginChanges().published()).hasSize(1);
        }

        @Test
        void keyOfAnotherOrganizationShouldBeLeftAlone() {
            String other = server.newOrganization("Other");

            Reply reply = server.delete("/organizations/" + other + "/api-keys/" + id);

            assertThat(reply.status()).isEqualTo(204);
            assertThat(listed().path("revoked_at").isNull()).isTrue();
        }

        @ParameterizedTest
        @CsvSource({"key_01ARZ3NDEKTSV4RRFFQ69G5FAV", "laptop"})
        void unknownKeyShouldCountAsGone(String unknown) {
            assertThat(server.delete(keys + "/" + unknown).status()).isEqualTo(204);
        }

        @Test
        void unknownOrganizationShouldCountAsGone() {
            assertThat(server.delete(UNKNOWN_ORGANIZATION + "/" + id).status()).isEqualTo(204);
        }
    }
}

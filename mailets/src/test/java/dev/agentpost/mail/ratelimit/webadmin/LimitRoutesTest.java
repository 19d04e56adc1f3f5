package dev.agentpost.mail.ratelimit.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.connectionlimit.SlotStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.ratelimit.SendDecision;
import dev.agentpost.mail.ratelimit.SendLedgerStore;
import dev.agentpost.mail.ratelimit.SendLimit;
import dev.agentpost.mail.ratelimit.SendLimitDefaults;
import dev.agentpost.mail.ratelimit.SendLimitStore;
import dev.agentpost.mail.ratelimit.SendScope;
import dev.agentpost.mail.ratelimit.Sender;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET|PUT /organizations/{org}/limits}, {@code …/inboxes/{email}/limits} and {@code …/api-keys/{key_id}/limits}. */
class LimitRoutesTest {
    private AdminServer server;
    private String organization;
    private String inbox;
    private String email;
    private String key;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        String acme = "/organizations/" + server.newOrganization("Acme");
        organization = acme + "/limits";
        email = server.post(acme + "/inboxes", "{\"username\":\"alice\"}").text("email");
        inbox = acme + "/inboxes/" + email + "/limits";
        key = acme + "/api-keys/" + server.post(acme + "/api-keys", "{}").text("id") + "/limits";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void connect(int times) {
        Inbox alice =
                server.inboxes().find(InboxAddress.parse(email).orElseThrow()).block();
        for (int i = 0; i < times; i++) {
            server.slots().claim(alice.organizationId(), alice.id()).block();
        }
    }

    private static String limit(Object connections) {
        return "{\"imap_connections\":" + connections + "}";
    }

    private static int connections(Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        return reply.body().path("imap_connections").asInt();
    }

    private static int remaining(Reply reply) {
        return reply.body().path("remaining").path("imap_connections").asInt(-1);
    }

    @Nested
    class Get {
        @Test
        void inboxShouldHaveTheDefaultAtFirst() {
            Reply reply = server.get(inbox);

            assertThat(connections(reply)).isEqualTo(15);
            assertThat(remaining(reply)).isEqualTo(15);
        }

        @Test
        void organizationShouldHaveTheDefaultAtFirst() {
            Reply reply = server.get(organization);

            assertThat(connections(reply)).isEqualTo(15);
            assertThat(reply.body().has("remaining")).isFalse();
        }

        @Test
        void openConnectionsShouldLeaveLess() {
            connect(4);

            assertThat(remaining(server.get(inbox))).isEqualTo(11);
        }

        @Test
        void remainingShouldNotBeNegative() {
            connect(4);
            server.put(inbox, limit(3));

            assertThat(remaining(server.get(inbox))).isZero();
        }

        @Test
        void organizationsLimitShouldBeShownForItsInbox() {
            server.put(organization, limit(9));

            assertThat(connections(server.get(inbox))).isEqualTo(9);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/organizations/org_01ARZ3NDEKTSV4RRFFQ69G5FAV/limits",
                    "/organizations/nonsense/limits",
                    "/organizations/org_01ARZ3NDEKTSV4RRFFQ69G5FAV/inboxes/a@shared.example/limits"
                })
        void unknownThingShouldBeNotFound(String path) {
            assertThat(server.get(path).status()).isEqualTo(404);
        }

        @Test
        void inboxOfAnotherOrganizationShouldBeNotFound() {
            String globex = server.newOrganization("Globex");

            Reply reply = server.get("/organizations/" + globex + "/inboxes/" + email + "/limits");

            assertThat(reply.status()).isEqualTo(404);
        }

        @Test
        void storeDownShouldBeUnavailable() {
            server.outage().begin(SlotStore.class);

            assertThat(server.get(inbox).status()).isEqualTo(503);
        }
    }

    @Nested
    class Put {
        @Test
        void inboxShouldGetItsOwnLimit() {
            Reply reply = server.put(inbox, limit(3));

            assertThat(connections(reply)).isEqualTo(3);
            assertThat(remaining(reply)).isEqualTo(3);
            assertThat(connections(server.get(inbox))).isEqualTo(3);
        }

        @Test
        void organizationShouldGetALimit() {
            assertThat(connections(server.put(organization, limit(200)))).isEqualTo(200);
            assertThat(connections(server.get(organization))).isEqualTo(200);
        }

        @Test
        void nullShouldSetTheDefaultAgain() {
            server.put(organization, limit(9));
            server.put(inbox, limit(3));

            assertThat(connections(server.put(inbox, limit(null)))).isEqualTo(9);
            assertThat(connections(server.put(organization, limit(null)))).isEqualTo(15);
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "10001", "1.5", "\"15\"", "true", "[]", "99999999999999999999"})
        void otherValueShouldBeABadField(String value) {
            for (String path : new String[] {inbox, organization}) {
                Reply reply = server.put(path, limit(value));

                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.text("details")).isEqualTo("imap_connections");
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {"{}|sends", "{\"imap_connections\":3,\"smtp\":1}|smtp"})
        void fieldShouldBeNamed(String body, String field) {
            Reply reply = server.put(inbox, body);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("details")).isEqualTo(field);
            assertThat(connections(server.get(inbox))).isEqualTo(15);
        }

        @Test
        void unknownInboxShouldBeNotFound() {
            assertThat(server.put(inbox.replace("alice", "nobody"), limit(3)).status())
                    .isEqualTo(404);
        }
    }

    @Nested
    class PutOfWhatGetAnswers {
        @Test
        void answerShouldBeTakenBackAsItIs() {
            server.put(organization, sends(window(10, 60)));
            server.put(key, sends(window(2, 60)));
            send(1);
            for (String path : new String[] {inbox, organization, key}) {
                Reply shown = server.get(path);

                Reply reply = server.put(path, shown.body().toString());

                assertThat(reply.status()).as(path).isEqualTo(200);
                assertThat(reply.body()).isEqualTo(shown.body());
            }
        }

        @Test
        void remainingAloneShouldBeNoLimit() {
            assertThat(server.put(inbox, "{\"remaining\":{\"imap_connections\":3}}")
                            .text("details"))
                    .isEqualTo("sends");
        }

        @Test
        void nullConnectionsOfAKeyShouldMeanNothing() {
            assertThat(server.put(key, limit(null)).body().toString()).isEqualTo("{\"sends\":[]}");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 3, 20_000})
        void keyShouldHaveNoConnections(int connections) {
            Reply reply = server.put(key, limit(connections));

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("details")).isEqualTo("imap_connections");
            assertThat(reply.text("message")).contains("an API key has no limit of connections");
        }
    }

    private static String sends(String... windows) {
        return "{\"sends\":[" + String.join(",", windows) + "]}";
    }

    private static String window(Object max, Object perSeconds) {
        return "{\"max\":" + max + ",\"per_seconds\":" + perSeconds + "}";
    }

    private static String left(int max, int perSeconds, int remaining) {
        return "{\"max\":" + max + ",\"per_seconds\":" + perSeconds + ",\"remaining\":" + remaining + "}";
    }

    private static String sends(Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        return reply.body().path("sends").toString();
    }

    private void send(int recipients) {
        Inbox alice =
                server.inboxes().find(InboxAddress.parse(email).orElseThrow()).block();
        ApiKeyId keyId = ApiKeyId.of(key.split("/")[4]);
        Sender sender = new Sender(alice.organizationId(), alice.id(), keyId);
        assertThat(server.allowance().charge(sender, recipients).join()).isInstanceOf(SendDecision.Allowed.class);
    }

    @Nested
    class Sends {
        private static final String DEFAULT =
                "[{\"max\":100,\"per_seconds\":3600,\"remaining\":100},{\"max\":1000,\"per_seconds\":86400,\"remaining\":1000}]";

        @Test
        void defaultsShouldHoldAtFirst() {
            assertThat(sends(server.get(inbox))).isEqualTo(DEFAULT);
            assertThat(sends(server.get(organization))).isEqualTo("[]");
            assertThat(server.get(key).body().toString()).isEqualTo("{\"sends\":[]}");
        }

        @Test
        void eachShouldGetItsOwnLimit() {
            for (String path : new String[] {inbox, organization, key}) {
                String set = sends(server.put(path, sends(window(50, 600), window(5, 60))));

                assertThat(set).isEqualTo("[" + left(5, 60, 5) + "," + left(50, 600, 50) + "]");
                assertThat(sends(server.get(path))).isEqualTo(set);
            }
        }

        @Test
        void whatWasSentShouldLeaveLess() {
            server.put(organization, sends(window(10, 60)));
            server.put(key, sends(window(2, 60)));

            send(2);

            assertThat(sends(server.get(inbox)))
                    .isEqualTo("[" + left(100, 3600, 98) + "," + left(1000, 86400, 998) + "]");
            assertThat(sends(server.get(organization))).isEqualTo("[" + left(10, 60, 8) + "]");
            assertThat(sends(server.get(key))).isEqualTo("[" + left(2, 60, 0) + "]");
        }

        @Test
        void remainingShouldNotBeNegative() {
            send(2);

            assertThat(sends(server.put(inbox, sends(window(1, 60))))).isEqualTo("[" + left(1, 60, 0) + "]");
        }

        @Test
        void emptyListShouldMeanNoLimit() {
            assertThat(sends(server.put(inbox, sends()))).isEqualTo("[]");
            assertThat(sends(server.get(inbox))).isEqualTo("[]");
        }

        @Test
        void nullShouldSetTheDefaultAgain() {
            server.put(inbox, sends(window(1, 60)));

            assertThat(sends(server.put(inbox, "{\"sends\":null}"))).isEqualTo(DEFAULT);
        }

        @Test
        void whatIsLeftOutShouldStay() {
            server.put(inbox, sends(window(1, 60)));

            Reply reply = server.put(inbox, limit(3));

            assertThat(sends(reply)).isEqualTo("[" + left(1, 60, 1) + "]");
            assertThat(connections(server.put(inbox, "{\"sends\":null}"))).isEqualTo(3);
        }

        @Test
        void largestValuesShouldBeTaken() {
            assertThat(sends(server.put(inbox, sends(window(1_000_000_000, 2_678_400)))))
                    .isEqualTo("[" + left(1_000_000_000, 2_678_400, 1_000_000_000) + "]");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"sends\":{}}|sends",
                    "{\"sends\":\"100/3600\"}|sends",
                    "{\"sends\":[7]}|sends[0]",
                    "{\"sends\":[{\"max\":1,\"per_seconds\":60},{\"max\":0,\"per_seconds\":70}]}|sends[1].max",
                    "{\"sends\":[{\"max\":1000000001,\"per_seconds\":60}]}|sends[0].max",
                    "{\"sends\":[{\"max\":1.5,\"per_seconds\":60}]}|sends[0].max",
                    "{\"sends\":[{\"per_seconds\":60}]}|sends[0].max",
                    "{\"sends\":[{\"max\":1}]}|sends[0].per_seconds",
                    "{\"sends\":[{\"max\":1,\"per_seconds\":0}]}|sends[0].per_seconds",
                    "{\"sends\":[{\"max\":1,\"per_seconds\":2678401}]}|sends[0].per_seconds",
                    "{\"sends\":[{\"max\":1,\"per_seconds\":60,\"burst\":3}]}|sends[0].burst",
                    "{\"sends\":[{\"max\":1,\"per_seconds\":60},{\"max\":2,\"per_seconds\":60}]}|sends"
                })
        void badFieldShouldBeNamed(String body, String field) {
            for (String path : new String[] {inbox, organization, key}) {
                Reply reply = server.put(path, body);

                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.text("details")).isEqualTo(field);
            }
            assertThat(sends(server.get(inbox))).isEqualTo(DEFAULT);
        }

        @Test
        void elevenWindowsShouldBeTooMany() {
            String[] windows = new String[11];
            for (int i = 0; i < windows.length; i++) {
                windows[i] = window(1, i + 1);
            }

            assertThat(server.put(inbox, sends(windows)).text("details")).isEqualTo("sends");
        }

        @Test
        void keyShouldHaveNoConnections() {
            Reply reply = server.put(key, limit(3));

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("details")).isEqualTo("imap_connections");
        }

        @Test
        void unknownKeyShouldBeNotFound() {
            String unknown = key.replaceFirst("key_[^/]*", ApiKeyId.generate().value());

            assertThat(server.get(unknown).status()).isEqualTo(404);
            assertThat(server.put(unknown, sends()).status()).isEqualTo(404);
            assertThat(server.get(key.replaceFirst("key_[^/]*", "nonsense")).status())
                    .isEqualTo(404);
        }

        @Test
        void keyOfAnotherOrganizationShouldBeNotFound() {
            String globex = server.newOrganization("Globex");

            assertThat(server.get(key.replaceFirst("org_[^/]*", globex)).status())
                    .isEqualTo(404);
        }

        @Test
        void deletedInboxShouldLeaveNoLimit() {
            Inbox alice = server.inboxes()
                    .find(InboxAddress.parse(email).orElseThrow())
                    .block();
            server.put(inbox, sends(window(1, 60)));

            server.delete(inbox.replace("/limits", ""));

            SendScope scope = SendScope.of(alice.organizationId(), alice.id());
            assertThat(server.sendLimits().of(scope).block()).isEqualTo(SendLimitDefaults.SHIPPED.inbox());
        }

        @Test
        void revokedKeyShouldLeaveNoLimit() {
            server.put(key, sends(window(1, 60)));

            server.delete(key.replace("/limits", ""));

            SendScope scope =
                    SendScope.of(OrganizationId.of(organization.split("/")[2]), ApiKeyId.of(key.split("/")[4]));
            assertThat(server.sendLimits().of(scope).block()).isEqualTo(SendLimit.NONE);
        }

        @Test
        void revocationThatLeftALimitShouldBeRepeatable() {
            server.put(key, sends(window(1, 60)));
            server.outage().begin(SendLimitStore.class);
            assertThat(server.delete(key.replace("/limits", "")).status()).isEqualTo(503);
            server.outage().end();

            assertThat(server.delete(key.replace("/limits", "")).status()).isEqualTo(204);

            SendScope scope =
                    SendScope.of(OrganizationId.of(organization.split("/")[2]), ApiKeyId.of(key.split("/")[4]));
            assertThat(server.sendLimits().of(scope).block()).isEqualTo(SendLimit.NONE);
        }

        @Test
        void deletedOrganizationShouldLeaveNoLimit() {
            OrganizationId acme = OrganizationId.of(organization.split("/")[2]);
            SendScope ofKey = SendScope.of(acme, ApiKeyId.of(key.split("/")[4]));
            server.put(organization, sends(window(1, 60)));
            server.put(key, sends(window(1, 60)));

            server.delete(organization.replace("/limits", ""));

            assertThat(server.sendLimits().of(SendScope.of(acme)).block()).isEqualTo(SendLimit.NONE);
            assertThat(server.sendLimits().of(ofKey).block()).isEqualTo(SendLimit.NONE);
        }

        @Test
        void storeDownShouldBeUnavailable() {
            server.outage().begin(SendLedgerStore.class);

            assertThat(server.get(inbox).status()).isEqualTo(503);
        }
    }
}

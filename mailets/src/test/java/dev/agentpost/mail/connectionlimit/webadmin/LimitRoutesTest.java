package dev.agentpost.mail.connectionlimit.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.connectionlimit.SlotStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET|PUT /organizations/{org}/limits} and {@code …/inboxes/{email}/limits} of section 6, "Admin". */
class LimitRoutesTest {
    private AdminServer server;
    private String organization;
    private String inbox;
    private String email;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        String acme = "/organizations/" + server.newOrganization("Acme");
        organization = acme + "/limits";
        email = server.post(acme + "/inboxes", "{\"username\":\"alice\"}").text("email");
        inbox = acme + "/inboxes/" + email + "/limits";
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
                value = {
                    "{}|imap_connections",
                    "{\"imap_connections\":3,\"sends\":[]}|sends",
                    "{\"imap_connections\":3,\"smtp\":1}|smtp"
                })
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
}

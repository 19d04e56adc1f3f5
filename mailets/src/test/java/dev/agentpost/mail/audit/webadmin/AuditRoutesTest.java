package dev.agentpost.mail.audit.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.audit.AuditStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRoutesTest {
    private final AdminServer server = new AdminServer(new Random(1));
    private String acme;

    @BeforeEach
    void createOrganization() {
        acme = server.newOrganization("Acme");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AuditEvent event(Instant time, AuditAction action, AuditOutcome outcome, String inbox) {
        AuditEvent event =
                AuditEvent.of(time, OrganizationId.of(acme), action, outcome).withInbox(inbox);
        server.audit().append(List.of(event)).block();
        return event;
    }

    private static List<String> ids(Reply reply) {
        return reply.body().path("items").findValuesAsText("id");
    }

    @Nested
    class Get {
        private String path;
        private AuditEvent first;
        private AuditEvent second;
        private AuditEvent third;

        @BeforeEach
        void addEvents() {
            path = "/organizations/" + acme + "/audit";
            Instant start = Instant.parse("2030-01-01T00:00:00Z");
            first = event(start, AuditAction.IMAP_LOGIN, AuditOutcome.SUCCESS, "alice@shared.example");
            second = event(start.plusSeconds(1), AuditAction.SENDER, AuditOutcome.REFUSED, "bob@shared.example");
            third = event(start.plusSeconds(2), AuditAction.SENDER, AuditOutcome.REFUSED, "alice@shared.example");
        }

        @Test
        void entryShouldSayWhoDidWhatWhenFromWhereAndWhy() {
            AuditEvent full = AuditEvent.of(
                            Instant.parse("2031-01-01T00:00:00.123Z"),
                            OrganizationId.of(acme),
                            AuditAction.RECIPIENT,
                            AuditOutcome.REFUSED)
                    .withKey(ApiKeyId.generate())
                    .withInbox("alice@shared.example")
                    .withRemoteAddress("192.0.2.1")
                    .withReason("550 5.1.1 No such inbox here");
            server.audit().append(List.of(full)).block();

            JsonNode item = server.get(path).body().path("items").get(0);

            assertThat(item.toString())
                    .isEqualTo("{\"id\":\"" + full.id() + "\",\"time\":\"2031-01-01T00:00:00.123Z\","
                            + "\"action\":\"recipient\",\"key_id\":\""
                            + full.keyId().orElseThrow()
                            + "\",\"inbox\":\"alice@shared.example\",\"remote_address\":\"192.0.2.1\","
                            + "\"outcome\":\"refused\",\"reason\":\"550 5.1.1 No such inbox here\"}");
        }

        @Test
        void entriesShouldComeNewestFirst() {
            assertThat(ids(server.get(path + "?limit=3")))
                    .containsExactly(
                            third.id().value(), second.id().value(), first.id().value());
        }

        @Test
        void pagesShouldFollowEachOther() {
            Reply page = server.get(path + "?limit=2");

            assertThat(page.text("next")).isEqualTo(second.id().value());
            assertThat(ids(server.get(path + "?limit=1&after=" + page.text("next"))))
                    .containsExactly(first.id().value());
        }

        @Test
        void entriesShouldBeChosenByInboxActionOrOutcome() {
            assertThat(ids(server.get(path + "?inbox=Alice@shared.example")))
                    .containsExactly(third.id().value(), first.id().value());
            assertThat(ids(server.get(path + "?action=sender")))
                    .containsExactly(third.id().value(), second.id().value());
            assertThat(ids(server.get(path + "?outcome=refused&inbox=bob@shared.example")))
                    .containsExactly(second.id().value());
        }

        @ParameterizedTest
        @ValueSource(strings = {"action=fly", "outcome=maybe", "after=x", "limit=0", "limit=1001"})
        void badParameterShouldBeNamed(String parameter) {
            Reply reply = server.get(path + "?" + parameter);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("details")).isEqualTo(parameter.split("=")[0]);
        }

        @Test
        void unknownOrganizationShouldNotBeFound() {
            assertThat(server.get("/organizations/" + OrganizationId.generate() + "/audit")
                            .status())
                    .isEqualTo(404);
        }

        @Test
        void tokenShouldBeNeeded() {
            assertThat(server.send(server.request(path).build()).status()).isEqualTo(401);
        }

        @Test
        void outageShouldBeSaid() {
            server.outage().begin(AuditStore.class);

            assertThat(server.get(path).status()).isEqualTo(503);
        }
    }

    @Nested
    class Changes {
        private List<AuditEvent> noted() {
            return server.audit()
                    .list(OrganizationId.of(acme), Optional.empty())
                    .collectList()
                    .block();
        }

        private AuditEvent newest() {
            return noted().get(0);
        }

        @Test
        void creationOfTheOrganizationShouldBeNoted() {
            assertThat(newest().action()).isEqualTo(AuditAction.ORGANIZATION_CREATE);
            assertThat(newest().outcome()).isEqualTo(AuditOutcome.SUCCESS);
            assertThat(newest().remoteAddress()).contains("127.0.0.1");
        }

        @Test
        void suspensionShouldBeNoted() {
            server.patch("/organizations/" + acme, "{\"status\":\"suspended\"}");

            assertThat(newest().action()).isEqualTo(AuditAction.ORGANIZATION_UPDATE);
            assertThat(newest().reason()).contains("status=suspended");
        }

        @Test
        void keyChangesShouldBeNotedWithoutTheSecret() {
            Reply key = server.post("/organizations/" + acme + "/api-keys", "{}");
            AuditEvent created = newest();
            server.delete("/organizations/" + acme + "/api-keys/" + key.text("id"));

            assertThat(created.action()).isEqualTo(AuditAction.KEY_CREATE);
            assertThat(created.keyId()).contains(ApiKeyId.of(key.text("id")));
            assertThat(newest().action()).isEqualTo(AuditAction.KEY_REVOKE);
            assertThat(newest().keyId()).contains(ApiKeyId.of(key.text("id")));
            assertThat(noted().toString()).doesNotContain("ap_sk_");
        }

        @Test
        void inboxChangesShouldBeNoted() {
            String email = server.post("/organizations/" + acme + "/inboxes", "{\"username\":\"alice\"}")
                    .text("email");
            AuditEvent created = newest();
            server.patch("/organizations/" + acme + "/inboxes/" + email, "{\"send_paused\":true}");
            AuditEvent paused = newest();
            server.delete("/organizations/" + acme + "/inboxes/" + email);

            assertThat(created.action()).isEqualTo(AuditAction.INBOX_CREATE);
            assertThat(created.inbox()).contains(email);
            assertThat(paused.action()).isEqualTo(AuditAction.INBOX_UPDATE);
            assertThat(paused.reason()).contains("send_paused=true");
            assertThat(newest().action()).isEqualTo(AuditAction.INBOX_DELETE);
            assertThat(newest().inbox()).contains(email);
        }

        @Test
        void limitsOfAnInboxShouldBeNoted() {
            String email = server.post("/organizations/" + acme + "/inboxes", "{\"username\":\"alice\"}")
                    .text("email");
            server.put("/organizations/" + acme + "/inboxes/" + email + "/limits", "{\"imap_connections\":3}");

            assertThat(newest().action()).isEqualTo(AuditAction.LIMIT_UPDATE);
            assertThat(newest().inbox()).contains(email);
        }

        @Test
        void requestThatChangesNothingShouldNotBeNoted() {
            int before = noted().size();
            server.get("/organizations/" + acme);
            server.patch("/organizations/" + acme, "{\"status\":\"happy\"}");
            server.send(server.request("/organizations/" + acme).DELETE().build());

            assertThat(noted()).hasSize(before);
        }

        @Test
        void repeatedCreationShouldNotBeNoted() {
            String body = "{\"username\":\"alice\",\"client_id\":\"1\"}";
            server.post("/organizations/" + acme + "/inboxes", body);
            int before = noted().size();

            assertThat(server.post("/organizations/" + acme + "/inboxes", body).status())
                    .isEqualTo(200);
            assertThat(noted()).hasSize(before);
        }
    }
}

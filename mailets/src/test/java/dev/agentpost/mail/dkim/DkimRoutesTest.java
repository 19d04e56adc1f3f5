package dev.agentpost.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DkimRoutesTest {
    private static final String NAME = "acme.example.com";

    private AdminServer server;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static List<String> records(Reply reply, String field) {
        return reply.body().path("records").findValuesAsText(field);
    }

    private void publishNewest(String domain) {
        DkimKey key = server.dkimKeys().list(domain).blockFirst();
        server.dns().txt(key.recordName(), key.recordValue());
    }

    @Nested
    class SharedDomain {
        private static final String PATH = "/shared-domain/dkim";

        @Test
        void recordToPublishShouldBeShownAndWhetherItIsFound() {
            Reply reply = server.get(PATH);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text("domain")).isEqualTo(AdminServer.SHARED_DOMAIN);
            assertThat(reply.text("selector")).isEqualTo("agentpost1");
            assertThat(records(reply, "name")).containsExactly("agentpost1._domainkey." + AdminServer.SHARED_DOMAIN);
            assertThat(records(reply, "value").get(0)).startsWith("v=DKIM1; k=rsa; p=");
            assertThat(records(reply, "found")).containsExactly("false");
            publishNewest(AdminServer.SHARED_DOMAIN);
            assertThat(records(server.get(PATH), "found")).containsExactly("true");
        }

        @Test
        void privateKeyShouldNotBeShown() {
            Reply reply = server.get(PATH);

            assertThat(reply.raw().body()).doesNotContain("pkcs8", "private");
            assertThat(reply.body().path("records").get(0).size()).isEqualTo(7);
        }

        @Test
        void rotatedKeyShouldBeListedBesideTheOneThatSigns() {
            server.get(PATH);
            publishNewest(AdminServer.SHARED_DOMAIN);

            Reply reply = server.post(PATH + "/rotate", "{}");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text("selector")).isEqualTo("agentpost1");
            assertThat(records(reply, "selector")).containsExactly("agentpost2", "agentpost1");
            assertThat(records(reply, "found")).containsExactly("false", "true");
        }
    }

    @Nested
    class DomainOfAnOrganization {
        private String acme;
        private String domain;
        private String path;

        @BeforeEach
        void ask() {
            acme = server.newOrganization("Acme");
            domain = "/organizations/" + acme + "/domains/" + NAME;
            path = domain + "/dkim";
            Reply asked = server.post("/organizations/" + acme + "/domains", "{\"domain\":\"" + NAME + "\"}");
            JsonNode proof = asked.body().path("records").get(0);
            server.dns().txt(proof.path("name").asText(), proof.path("value").asText());
        }

        private void verify() {
            assertThat(server.post(domain + "/verify", "").text("status")).isEqualTo("verified");
        }

        @Test
        void keyShouldBeShownBeforeTheDomainIsVerified() {
            Reply reply = server.get(path);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(records(reply, "name")).containsExactly("agentpost1._domainkey." + NAME);
        }

        @Test
        void keyShouldNotBeRotatedBeforeTheDomainIsVerified() {
            Reply reply = server.post(path + "/rotate", "");

            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.text("details")).isEqualTo("domain");
        }

        @Test
        void keyShouldBeRotatedByWhomTheDomainIs() {
            verify();
            server.get(path);
            publishNewest(NAME);

            Reply reply = server.post(path + "/rotate", "");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text("selector")).isEqualTo("agentpost1");
            assertThat(records(reply, "selector")).containsExactly("agentpost2", "agentpost1");
        }

        @Test
        void rotationShouldStandInTheAuditTrail() {
            verify();

            server.post(path + "/rotate", "");

            AuditEvent event = server.audit()
                    .list(OrganizationId.of(acme), Optional.empty())
                    .blockFirst();
            assertThat(event.action()).isEqualTo(AuditAction.DKIM_ROTATE);
            assertThat(event.reason()).contains(NAME);
        }

        @Test
        void domainOfAnotherOrganizationShouldBeUnknown() {
            verify();
            String others = path.replace(acme, server.newOrganization("Other"));

            assertThat(server.get(others).status()).isEqualTo(404);
            assertThat(server.post(others + "/rotate", "").status()).isEqualTo(404);
        }

        @Test
        void domainThatNobodyAskedForShouldBeUnknown() {
            String unknown = path.replace(NAME, "other.example.com");

            assertThat(server.get(unknown).status()).isEqualTo(404);
            assertThat(server.post(unknown + "/rotate", "").status()).isEqualTo(404);
        }

        @Test
        void storeThatDoesNotAnswerShouldBe503() {
            verify();
            server.outage().begin(DkimKeyStore.class);

            assertThat(server.post(path + "/rotate", "").status()).isEqualTo(503);
        }
    }
}

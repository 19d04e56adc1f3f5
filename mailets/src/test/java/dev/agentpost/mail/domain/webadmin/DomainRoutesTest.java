package dev.agentpost.mail.domain.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.deletion.Deletion;
import dev.agentpost.mail.domain.DomainStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Random;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

class DomainRoutesTest {
    private static final String NAME = "acme.example.com";

    private AdminServer server;
    private String acme;
    private String other;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        acme = "/organizations/" + server.newOrganization("Acme");
        other = "/organizations/" + server.newOrganization("Other");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply ask(String organization, String name) {
        return server.post(organization + "/domains", "{\"domain\":\"" + name + "\"}");
    }

    private Reply get(String organization) {
        return server.get(organization + "/domains/" + NAME);
    }

    private Reply verify(String organization) {
        return server.post(organization + "/domains/" + NAME + "/verify", "");
    }

    private Reply setCatchAll(String organization, String json) {
        return server.patch(organization + "/domains/" + NAME, "{\"catch_all\":" + json + "}");
    }

    private Reply newInbox(String organization, String domain) {
        return server.post(organization + "/inboxes", "{\"username\":\"Alice\",\"domain\":\"" + domain + "\"}");
    }

    private static JsonNode record(Reply reply, String purpose) {
        return StreamSupport.stream(reply.body().path("records").spliterator(), false)
                .filter(record -> record.path("purpose").asText().equals(purpose))
                .findFirst()
                .orElseThrow();
    }

    private void publishProof(Reply asked) {
        JsonNode proof = record(asked, "ownership");
        server.dns().txt(proof.path("name").asText(), proof.path("value").asText());
    }

    private void verified(String organization) {
        publishProof(ask(organization, NAME));
        assertThat(verify(organization).text("status")).isEqualTo("verified");
    }

    private String catchAll(String organization) {
        JsonNode value = server.get(organization + "/domains/" + NAME).body().path("catch_all");
        return value.isNull() ? "" : value.asText();
    }

    private String token() {
        return record(get(acme), "ownership").path("value").asText().split("=")[1];
    }

    private Deletion deletion(String token) {
        return Deletion.ofDomain(OrganizationId.of(acme.replace("/organizations/", "")), NAME, token);
    }

    @Nested
    class LeftHalfWay {
        /** By a server that died after the last step. */
        @Test
        void deletionShouldLeaveTheNextWishForTheDomain() {
            verified(acme);
            Deletion before = deletion("0123456789abcdef");
            server.deletions()
                    .take(before, UUID.randomUUID(), TestClock.START, TestClock.START)
                    .block();

            server.finishDeletions();

            assertThat(get(acme).text("status")).isEqualTo("verified");
            assertThat(server.deletions().list().collectList().block()).isEmpty();
        }

        /** It was noted by an older server. */
        @Test
        void deletionOfNoCertainWishShouldBeDecidedAgainByItself() {
            verified(acme);
            Deletion deletion =
                    new Deletion(Deletion.Kind.DOMAIN, OrganizationId.of(acme.replace("/organizations/", "")), NAME);
            server.deletions()
                    .take(deletion, UUID.randomUUID(), TestClock.START, TestClock.START)
                    .block();

            server.finishDeletions();

            assertThat(get(acme).status()).isEqualTo(404);
        }

        /** The server died between the two steps. */
        @Test
        void deletionShouldBeDecidedAgainByItself() {
            verified(acme);
            Deletion deletion = deletion(token());
            server.deletions()
                    .take(deletion, UUID.randomUUID(), TestClock.START, TestClock.START)
                    .block();

            server.finishDeletions();

            assertThat(server.get(acme + "/domains/" + NAME).status()).isEqualTo(404);
            assertThat(server.deletions().list().collectList().block()).isEmpty();
        }

        @Test
        void deletionShouldLeaveADomainThatHasAddresses() {
            verified(acme);
            String inboxes = acme + "/inboxes";
            server.post(inboxes, "{\"username\":\"bob\",\"domain\":\"" + NAME + "\"}");
            Deletion deletion = deletion(token());
            server.deletions()
                    .take(deletion, UUID.randomUUID(), TestClock.START, TestClock.START)
                    .block();

            server.finishDeletions();

            assertThat(server.deletions().list().collectList().block()).isEmpty();
            assertThat(server.post(inboxes, "{\"username\":\"carol\",\"domain\":\"" + NAME + "\"}")
                            .status())
                    .isEqualTo(201);
        }

        @Test
        void deletionThatIsUnderWayShouldNotBeMadeTwice() {
            verified(acme);
            Deletion deletion = deletion(token());
            server.deletions()
                    .take(deletion, UUID.randomUUID(), TestClock.START, TestClock.START.plusSeconds(30))
                    .block();

            assertThat(server.delete(acme + "/domains/" + NAME).status()).isEqualTo(503);
        }
    }

    @Nested
    class CatchAllThatGoes {
        @Test
        void deletionOfTheInboxShouldEndIt() {
            verified(acme);
            String alice =
                    server.post(acme + "/inboxes", "{\"username\":\"alice\"}").text("email");
            server.patch(acme + "/domains/" + NAME, "{\"catch_all\":\"" + alice + "\"}");
            assertThat(catchAll(acme)).isEqualTo(alice).isNotEmpty();

            server.delete(acme + "/inboxes/" + alice);

            assertThat(catchAll(acme)).isEmpty();
        }

        @Test
        void deletionOfAnotherInboxShouldNotEndIt() {
            verified(acme);
            String inboxes = acme + "/inboxes";
            String alice = server.post(inboxes, "{\"username\":\"alice\"}").text("email");
            String bob = server.post(inboxes, "{\"username\":\"bob\"}").text("email");
            server.patch(acme + "/domains/" + NAME, "{\"catch_all\":\"" + alice + "\"}");

            server.delete(inboxes + "/" + bob);

            assertThat(catchAll(acme)).isEqualTo(alice).isNotEmpty();
        }
    }

    @Nested
    class Post {
        @Test
        void domainShouldBePendingWithWhatToPublish() {
            Reply reply = ask(acme, "ACME.Example.com");

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.text("domain")).isEqualTo(NAME);
            assertThat(reply.text("status")).isEqualTo("pending");
            assertThat(reply.body().path("catch_all").isNull()).isTrue();
            assertThat(reply.body().path("records").findValuesAsText("purpose"))
                    .startsWith("ownership")
                    .contains("mx", "spf", "dmarc", "smtps", "imaps");
            assertThat(record(reply, "ownership").path("name").asText()).isEqualTo("_agentpost." + NAME);
        }

        @Test
        void repetitionShouldAnswerTheFirst() {
            String token = record(ask(acme, NAME), "ownership").path("value").asText();

            Reply repeated = ask(acme, NAME);

            assertThat(repeated.status()).isEqualTo(200);
            assertThat(record(repeated, "ownership").path("value").asText()).isEqualTo(token);
        }

        /** Nobody keeps a domain from its owner by asking first. */
        @Test
        void severalOrganizationsShouldBeAbleToAsk() {
            String token = record(ask(acme, NAME), "ownership").path("value").asText();

            Reply others = ask(other, NAME);

            assertThat(others.status()).isEqualTo(201);
            assertThat(record(others, "ownership").path("value").asText()).isNotEqualTo(token);
        }

        @Test
        void domainOfAnotherShouldBeAConflict() {
            verified(acme);

            assertThat(ask(other, NAME).status()).isEqualTo(409);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"shared.example", "sub.shared.example", "com", "co.uk", "192.0.2.1", "a_b.example.com", ""})
        void domainThatCannotBeHadShouldBeABadField(String name) {
            Reply reply = ask(acme, name);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("details")).isEqualTo("domain");
        }

        @Test
        void organizationMustExist() {
            assertThat(ask("/organizations/org_01ARZ3NDEKTSV4RRFFQ69G5FAV", NAME)
                            .status())
                    .isEqualTo(404);
        }

        @Test
        void internationalNameShouldBeKeptInAscii() {
            assertThat(ask(acme, "b\u00fccher.example.com").text("domain")).isEqualTo("xn--bcher-kva.example.com");
            assertThat(server.get(acme + "/domains/b%C3%BCcher.example.com").status())
                    .isEqualTo(200);
        }
    }

    @Nested
    class Get {
        @Test
        void eachRecordShouldSayWhetherItIsFound() {
            ask(acme, NAME);
            server.dns()
                    .mx(NAME, 5, "mail.example.org")
                    .txt(NAME, "v=spf1 include:example.net -all")
                    .record("_imaps._tcp." + NAME, Type.SRV, "0 1 993 mail.example.org.");

            Reply reply = get(acme);

            assertThat(record(reply, "mx").path("found").asBoolean()).isTrue();
            assertThat(record(reply, "imaps").path("found").asBoolean()).isTrue();
            assertThat(record(reply, "spf").path("found").asText()).isEqualTo("false");
            assertThat(record(reply, "spf").path("published").toString()).contains("include:example.net");
            assertThat(record(reply, "dmarc").path("found").asText()).isEqualTo("false");
            assertThat(record(reply, "ownership").path("found").asText()).isEqualTo("false");
        }

        /** "DNS trouble is a temporary answer, never a wrong verdict". */
        @Test
        void recordThatCannotBeLookedUpShouldBeNeitherFoundNorMissing() {
            ask(acme, NAME);
            server.dns().servfail(NAME);

            JsonNode mx = record(get(acme), "mx");

            assertThat(mx.path("found").isNull()).isTrue();
            assertThat(mx.path("trouble").asText()).contains("MX");
        }

        @Test
        void whatOnlyOthersAskedForShouldNotBeFound() {
            ask(acme, NAME);

            assertThat(get(other).status()).isEqualTo(404);
        }

        @Test
        void listShouldBePaged() {
            ask(acme, "b.example.com");
            ask(acme, "a.example.com");
            ask(other, "c.example.com");

            Reply first = server.get(acme + "/domains?limit=1");
            Reply second = server.get(acme + "/domains?limit=1&after=" + first.text("next"));

            assertThat(first.body().path("items").get(0).path("domain").asText())
                    .isEqualTo("a.example.com");
            assertThat(second.body().path("items").get(0).path("domain").asText())
                    .isEqualTo("b.example.com");
            assertThat(second.body().path("next").isNull()).isTrue();
        }
    }

    @Nested
    class Verify {
        @Test
        void proofShouldGiveTheDomain() {
            publishProof(ask(acme, NAME));

            Reply reply = verify(acme);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text("status")).isEqualTo("verified");
            assertThat(reply.text("verified_at")).isEqualTo(AdminServer.NOW.toString());
            assertThat(record(reply, "ownership").path("found").asBoolean()).isTrue();
        }

        @Test
        void domainWithoutProofShouldStayPending() {
            ask(acme, NAME);

            Reply reply = verify(acme);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text("status")).isEqualTo("pending");
            assertThat(reply.text("reason")).contains("_agentpost." + NAME);
            assertThat(newInbox(acme, NAME).status()).isEqualTo(400);
        }

        /** What was not there a moment ago is asked for again. */
        @Test
        void proofShouldBeSeenThoughItWasMissingBefore() {
            server.dns().ttl(3_600);
            Reply asked = ask(acme, NAME);
            verify(acme);

            publishProof(asked);

            assertThat(verify(acme).text("status")).isEqualTo("verified");
        }

        @Test
        void proofOfAnotherOrganizationShouldNotDo() {
            ask(acme, NAME);
            publishProof(ask(other, NAME));

            assertThat(verify(acme).text("status")).isEqualTo("pending");
            assertThat(verify(other).text("status")).isEqualTo("verified");
        }

        @Test
        void secondProofShouldBeAConflict() {
            Reply asked = ask(other, NAME);
            verified(acme);
            publishProof(asked);

            assertThat(verify(other).status()).isEqualTo(409);
            assertThat(get(acme).text("status")).isEqualTo("verified");
        }

        @Test
        void troubleOfTheDnsShouldBeTemporary() {
            ask(acme, NAME);
            server.dns().servfail("_agentpost." + NAME);

            Reply reply = verify(acme);

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text("message")).contains("_agentpost." + NAME);
        }

        @Test
        void verifiedDomainShouldStaySoWithoutItsProof() {
            verified(acme);
            server.dns().servfail("_agentpost." + NAME);

            assertThat(verify(acme).text("status")).isEqualTo("verified");
        }

        @Test
        void failureOfTheStoreShouldBeTemporary() {
            server.outage().begin(DomainStore.class);

            assertThat(verify(acme).status()).isEqualTo(503);
        }
    }

    @Nested
    class Use {
        /** "on a custom domain {username}@domain". */
        @Test
        void inboxShouldHaveItsNameWithoutASuffix() {
            verified(acme);

            Reply inbox = newInbox(acme, "ACME.example.com");

            assertThat(inbox.status()).isEqualTo(201);
            assertThat(inbox.text("email")).isEqualTo("alice@" + NAME);
            assertThat(newInbox(acme, NAME).status()).isEqualTo(409);
        }

        @Test
        void domainShouldBeForItsOrganizationAlone() {
            verified(acme);
            String bob = newInbox(other, AdminServer.SHARED_DOMAIN).text("email");

            assertThat(newInbox(other, NAME).status()).isEqualTo(400);
            assertThat(server.put(other + "/inboxes/" + bob + "/aliases/sales@" + NAME, "")
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void aliasShouldBeMadeOnAVerifiedDomain() {
            String alice = newInbox(acme, AdminServer.SHARED_DOMAIN).text("email");
            String alias = acme + "/inboxes/" + alice + "/aliases/support@" + NAME;
            assertThat(server.put(alias, "").status()).isEqualTo(400);

            verified(acme);

            assertThat(server.put(alias, "").status()).isEqualTo(201);
        }
    }

    @Nested
    class Patch {
        @Test
        void catchAllShouldBeSetAndRemoved() {
            verified(acme);
            String alice = newInbox(acme, NAME).text("email");

            assertThat(setCatchAll(acme, "\"" + alice + "\"").text("catch_all")).isEqualTo(alice);
            assertThat(get(acme).text("catch_all")).isEqualTo(alice);
            assertThat(setCatchAll(acme, "null").body().path("catch_all").isNull())
                    .isTrue();
        }

        @Test
        void inboxMustBeOfTheOrganization() {
            verified(acme);
            String bob = newInbox(other, AdminServer.SHARED_DOMAIN).text("email");

            assertThat(setCatchAll(acme, "\"" + bob + "\"").status()).isEqualTo(400);
            assertThat(setCatchAll(acme, "\"nobody@" + NAME + "\"").status()).isEqualTo(400);
            assertThat(setCatchAll(acme, "\"nonsense\"").text("details")).isEqualTo("catch_all");
            assertThat(server.patch(acme + "/domains/" + NAME, "{}").status()).isEqualTo(400);
        }

        @Test
        void domainMustBeVerified() {
            ask(acme, NAME);
            String alice = newInbox(acme, AdminServer.SHARED_DOMAIN).text("email");

            assertThat(setCatchAll(acme, "\"" + alice + "\"").status()).isEqualTo(409);
            assertThat(setCatchAll(other, "null").status()).isEqualTo(404);
        }
    }

    @Nested
    class Delete {
        private Reply delete(String organization) {
            return server.delete(organization + "/domains/" + NAME);
        }

        @Test
        void domainShouldBeFreed() {
            Reply asked = ask(other, NAME);
            verified(acme);

            assertThat(delete(acme).status()).isEqualTo(204);
            assertThat(delete(acme).status()).isEqualTo(204);

            assertThat(get(acme).status()).isEqualTo(404);
            publishProof(asked);
            assertThat(verify(other).text("status")).isEqualTo("verified");
        }

        /** "409 naming the number". */
        @Test
        void domainWithAddressesShouldStay() {
            verified(acme);
            String alice = newInbox(acme, NAME).text("email");
            server.put(acme + "/inboxes/" + alice + "/aliases/sales@" + NAME, "");

            Reply reply = delete(acme);

            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.text("message")).contains("2 addresses");
            assertThat(newInbox(acme, NAME).status()).isEqualTo(409);
            server.delete(acme + "/inboxes/" + alice);
            assertThat(delete(acme).status()).isEqualTo(204);
        }

        @Test
        void domainOfAnotherShouldBeLeftAlone() {
            verified(acme);

            assertThat(delete(other).status()).isEqualTo(204);

            assertThat(get(acme).text("status")).isEqualTo("verified");
        }

        @Test
        void deletionOfTheOrganizationShouldFreeItsDomains() {
            verified(acme);
            newInbox(acme, NAME);

            assertThat(server.delete(acme).status()).isEqualTo(204);

            assertThat(ask(other, NAME).status()).isEqualTo(201);
        }
    }

    @Test
    void changesShouldBeInTheAuditTrail() {
        verified(acme);
        setCatchAll(acme, "null");
        server.delete(acme + "/domains/" + NAME);

        assertThat(server.get(acme + "/audit").raw().body())
                .contains("domain_create", "domain_verify", "verified", "domain_update", "domain_delete", NAME);
    }
}

package dev.agentpost.mail.suppression.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.suppression.Suppression;
import dev.agentpost.mail.suppression.SuppressionStore;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuppressionRoutesTest {
    private static final String UNKNOWN_ORGANIZATION = "/organizations/org_01ARZ3NDEKTSV4RRFFQ69G5FAV/suppressions";

    private AdminServer server;
    private String acme;
    private String path;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        acme = server.newOrganization("Acme");
        path = "/organizations/" + acme + "/suppressions";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void suppress(String address) {
        server.suppressions()
                .save(new Suppression(
                        OrganizationId.of(acme),
                        Suppression.parseAddress(address).orElseThrow(),
                        "5.1.1",
                        "550 5.1.1 no such user",
                        Optional.of("msg_1"),
                        AdminServer.NOW))
                .block();
    }

    private List<String> addresses(Reply reply) {
        return reply.body().path("items").findValuesAsText("address");
    }

    @Test
    void listShouldTellWhyAndWhen() {
        suppress("Bob@Example.NET");

        JsonNode item = server.get(path).body().path("items").get(0);

        assertThat(item.path("address").asText()).isEqualTo("bob@example.net");
        assertThat(item.path("status").asText()).isEqualTo("5.1.1");
        assertThat(item.path("reason").asText()).isEqualTo("550 5.1.1 no such user");
        assertThat(item.path("message_id").asText()).isEqualTo("msg_1");
        assertThat(item.path("created_at").asText()).isEqualTo("2026-11-21T10:00:00.123Z");
    }

    @Test
    void listShouldBePaged() {
        suppress("a@example.net");
        suppress("b@example.net");
        suppress("c@example.net");

        Reply first = server.get(path + "?limit=2");
        Reply second = server.get(path + "?limit=2&after=" + first.text("next"));

        assertThat(addresses(first)).containsExactly("a@example.net", "b@example.net");
        assertThat(addresses(second)).containsExactly("c@example.net");
        assertThat(second.body().path("next").isNull()).isTrue();
    }

    @Test
    void oneShouldBeFoundByItsAddress() {
        suppress("bob@example.net");

        assertThat(server.get(path + "/BOB@example.net").text("address")).isEqualTo("bob@example.net");
        assertThat(server.get(path + "/other@example.net").status()).isEqualTo(404);
        assertThat(server.get(path + "/bob").status()).isEqualTo(404);
    }

    @Test
    void deleteShouldAnswer204AlsoWhenItIsGone() {
        suppress("bob@example.net");

        assertThat(server.delete(path + "/Bob%40example.net").status()).isEqualTo(204);
        assertThat(server.delete(path + "/bob@example.net").status()).isEqualTo(204);
        assertThat(server.delete(path + "/bob").status()).isEqualTo(204);

        assertThat(addresses(server.get(path))).isEmpty();
    }

    @Test
    void deleteWithoutAnAddressShouldRemoveAllOfTheOrganization() {
        String globex = "/organizations/" + server.newOrganization("Globex") + "/suppressions";
        suppress("bob@example.net");
        suppress("carol@example.net");

        assertThat(server.delete(globex).status()).isEqualTo(204);
        assertThat(addresses(server.get(path))).hasSize(2);
        assertThat(server.delete(path).status()).isEqualTo(204);
        assertThat(server.delete(path).status()).isEqualTo(204);

        assertThat(addresses(server.get(path))).isEmpty();
    }

    /** Of a script whose address is empty. */
    @Test
    void deleteOfAnEmptyAddressShouldRemoveNothing() {
        suppress("bob@example.net");

        assertThat(server.delete(path + "/").status()).isEqualTo(404);

        assertThat(addresses(server.get(path))).containsExactly("bob@example.net");
    }

    @Test
    void deletionOfAllShouldBeInTheAuditTrail() {
        server.delete(path);

        JsonNode newest = server.get("/organizations/" + acme + "/audit")
                .body()
                .path("items")
                .get(0);
        assertThat(newest.path("action").asText()).isEqualTo("suppression_delete");
        assertThat(newest.path("reason").asText()).isEqualTo("all");
    }

    @Test
    void deletionShouldBeInTheAuditTrail() {
        suppress("bob@example.net");

        server.delete(path + "/bob@example.net");

        JsonNode newest = server.get("/organizations/" + acme + "/audit")
                .body()
                .path("items")
                .get(0);
        assertThat(newest.path("action").asText()).isEqualTo("suppression_delete");
        assertThat(newest.path("reason").asText()).isEqualTo("bob@example.net");
    }

    @Test
    void unknownOrganizationShouldBe404() {
        assertThat(server.get(UNKNOWN_ORGANIZATION).status()).isEqualTo(404);
        assertThat(server.get(UNKNOWN_ORGANIZATION + "/bob@example.net").status())
                .isEqualTo(404);
    }

    @Test
    void badPageShouldNameTheField() {
        assertThat(server.get(path + "?after=bob").text("details")).isEqualTo("after");
        assertThat(server.get(path + "?limit=0").text("details")).isEqualTo("limit");
    }

    @Test
    void storeThatIsDownShouldBe503() {
        server.outage().begin(SuppressionStore.class);

        assertThat(server.get(path).status()).isEqualTo(503);
        assertThat(server.delete(path + "/bob@example.net").status()).isEqualTo(503);
        assertThat(server.delete(path).status()).isEqualTo(503);
    }

    @Test
    void suppressionsShouldGoWithTheirOrganization() {
        suppress("bob@example.net");

        server.delete("/organizations/" + acme);

        assertThat(server.suppressions()
                        .list(OrganizationId.of(acme), Optional.empty(), 10)
                        .collectList()
                        .block())
                .isEmpty();
    }
}

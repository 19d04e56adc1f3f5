package dev.agentpost.mail.address.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.inbox.AliasStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AliasRoutesTest {
    private static final String SALES = "sales@" + AdminServer.SHARED_DOMAIN;

    private AdminServer server;
    private String inboxes;
    private String alice;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        inboxes = "/organizations/" + server.newOrganization("Acme") + "/inboxes";
        alice = newInbox(inboxes);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String newInbox(String path) {
        return path + "/" + server.post(path, "{\"username\":\"alice\"}").text("email");
    }

    private Reply put(String inbox, String alias) {
        return server.put(inbox + "/aliases/" + URLEncoder.encode(alias, StandardCharsets.UTF_8), "");
    }

    private Reply delete(String inbox, String alias) {
        return server.delete(inbox + "/aliases/" + alias);
    }

    private String aliasesOf(String inbox) {
        return server.get(inbox).body().path("aliases").toString();
    }

    @Nested
    class Put {
        @Test
        void aliasShouldBeMade() {
            Reply reply = put(alice, "Sales@Shared.Example");

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.text("address")).isEqualTo(SALES);
            assertThat(alice).endsWith("/" + reply.text("inbox"));
            assertThat(aliasesOf(alice)).isEqualTo("[\"" + SALES + "\"]");
        }

        @Test
        void repetitionShouldChangeNothing() {
            put(alice, SALES);

            assertThat(put(alice, SALES).status()).isEqualTo(200);
            assertThat(aliasesOf(alice)).isEqualTo("[\"" + SALES + "\"]");
        }

        @Test
        void aliasesShouldBeListedWithTheInboxes() {
            put(alice, SALES);
            newInbox(inboxes);

            assertThat(StreamSupport.stream(
                            server.get(inboxes).body().path("items").spliterator(), false))
                    .extracting(inbox -> inbox.path("aliases"))
                    .extracting(JsonNode::toString)
                    .containsExactly("[\"" + SALES + "\"]", "[]");
        }

        /** "409 when it belongs to another", of whatever organization. */
        @Test
        void addressOfAnotherShouldBeAConflict() {
            put(alice, SALES);
            String others = "/organizations/" + server.newOrganization("Other") + "/inboxes";
            String bob = newInbox(others);

            assertThat(put(bob, SALES).status()).isEqualTo(409);
            assertThat(put(newInbox(inboxes), SALES).status()).isEqualTo(409);
            assertThat(put(bob, alice.substring(alice.lastIndexOf('/') + 1)).status())
                    .isIn(400, 409);
            assertThat(aliasesOf(bob)).isEqualTo("[]");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "postmaster@shared.example",
                    "abuse@shared.example",
                    "support@shared.example",
                    "bob-x1y2z3@shared.example",
                    "sales+tag@shared.example",
                    "a..b@shared.example",
                    "\"a b\"@shared.example",
                    "sales@example.com",
                    "sales@sub.shared.example",
                    "sales@",
                    "sales"
                })
        void addressThatCannotBeHadShouldBeABadField(String alias) {
            Reply reply = put(alice, alias);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("details")).isEqualTo("address");
            assertThat(aliasesOf(alice)).isEqualTo("[]");
        }

        @Test
        void inboxMustExistInTheOrganization() {
            String others = "/organizations/" + server.newOrganization("Other") + "/inboxes";

            assertThat(put(inboxes + "/nobody@shared.example", SALES).status()).isEqualTo(404);
            assertThat(put(others + alice.substring(alice.lastIndexOf('/')), SALES)
                            .status())
                    .isEqualTo(404);
        }

        @Test
        void inboxShouldHaveAHundredAliasesAtMost() {
            IntStream.rangeClosed(1, 100).forEach(i -> put(alice, "sales" + i + "@shared.example"));

            assertThat(put(alice, "sales101@shared.example").status()).isEqualTo(409);
            assertThat(put(alice, "sales100@shared.example").status()).isEqualTo(200);
        }

        @Test
        void failureOfTheStoreShouldBeTemporary() {
            server.outage().begin(AliasStore.class);

            assertThat(put(alice, SALES).status()).isEqualTo(503);
        }
    }

    @Nested
    class Delete {
        @Test
        void aliasShouldBeFreed() {
            put(alice, SALES);

            assertThat(delete(alice, SALES).status()).isEqualTo(204);
            assertThat(delete(alice, SALES).status()).isEqualTo(204);

            assertThat(aliasesOf(alice)).isEqualTo("[]");
            assertThat(put(newInbox(inboxes), SALES).status()).isEqualTo(201);
        }

        @ParameterizedTest
        @CsvSource({"other inbox", "other organization"})
        void aliasOfAnotherShouldBeLeftAlone(String whose) {
            put(alice, SALES);
            String path = whose.equals("other inbox")
                    ? newInbox(inboxes)
                    : "/organizations/" + server.newOrganization("Other") + "/inboxes"
                            + alice.substring(alice.lastIndexOf('/'));

            assertThat(delete(path, SALES).status()).isEqualTo(204);
            assertThat(aliasesOf(alice)).isEqualTo("[\"" + SALES + "\"]");
        }

        @Test
        void deletionOfTheInboxShouldFreeItsAliases() {
            put(alice, SALES);

            server.delete(alice);

            assertThat(put(newInbox(inboxes), SALES).status()).isEqualTo(201);
        }
    }

    @Test
    void changesShouldBeInTheAuditTrail() {
        put(alice, SALES);
        delete(alice, SALES);

        assertThat(server.get(inboxes.replace("/inboxes", "/audit")).raw().body())
                .contains("alias_create", "alias_delete", SALES);
    }
}

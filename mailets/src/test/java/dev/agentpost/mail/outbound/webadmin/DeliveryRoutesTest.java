package dev.agentpost.mail.outbound.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.outbound.Claim;
import dev.agentpost.mail.outbound.DeliveryStatus;
import dev.agentpost.mail.outbound.DueDelivery;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.RecipientState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryRoutesTest {
    private static final Instant NOW = AdminServer.NOW.truncatedTo(ChronoUnit.MILLIS);
    private static final Instant NEXT = NOW.plus(Duration.ofHours(1));
    private static final String UNKNOWN = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private final AdminServer server = new AdminServer(new Random(1));
    private String acme;
    private String path;

    @BeforeEach
    void createOrganization() {
        acme = server.newOrganization("Acme");
        path = "/organizations/" + acme + "/deliveries";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static RecipientState recipient(String address, DeliveryStatus status, String reply) {
        return new RecipientState(
                address, "example.org", status, Optional.of(reply), Optional.of("mx.example.org [192.0.2.1]"), NOW);
    }

    private static String newId() {
        return UlidCreator.getMonotonicUlid(NOW.toEpochMilli()).toString();
    }

    private String add(String inbox, RecipientState... recipients) {
        return add(newId(), inbox, recipients);
    }

    private String add(String id, String inbox, RecipientState... recipients) {
        OutgoingMessage message = new OutgoingMessage(
                id,
                Optional.of(OrganizationId.of(acme)),
                Optional.of(inbox),
                inbox,
                UUID.randomUUID(),
                120,
                false,
                NOW,
                NOW.plus(Duration.ofDays(5)));
        server.outbox().add(message, List.of(recipients), NEXT).block();
        return id;
    }

    private String addDeferred() {
        return add("alice@shared.example", recipient("bob@example.org", DeliveryStatus.DEFERRED, "451 later"));
    }

    private void hold(String id) {
        Claim claim = server.outbox()
                .claim(new DueDelivery(NEXT, id, "example.org"), UUID.randomUUID(), NOW, NEXT)
                .block();
        assertThat(claim).isInstanceOf(Claim.Granted.class);
    }

    private static List<String> ids(Reply reply) {
        return reply.body().path("items").findValuesAsText("id");
    }

    @Nested
    class Get {
        @Test
        void deliveryShouldTellOfEachRecipient() {
            String id = add(
                    "alice@shared.example",
                    recipient("bob@example.org", DeliveryStatus.DELIVERED, "250 2.0.0 ok"),
                    recipient("carol@example.org", DeliveryStatus.DEFERRED, "451 later"));

            JsonNode body = server.get(path + "/" + id).body();

            assertThat(body.toString())
                    .isEqualTo("{\"id\":\"" + id + "\",\"inbox\":\"alice@shared.example\","
                            + "\"sender\":\"alice@shared.example\",\"size\":120,"
                            + "\"accepted_at\":\"2026-11-21T10:00:00.123Z\",\"expires_at\":\"2026-11-26T10:00:00.123Z\","
                            + "\"recipients\":[{\"address\":\"bob@example.org\",\"state\":\"delivered\",\"attempts\":0,"
                            + "\"next_try\":null,\"reply\":\"250 2.0.0 ok\","
                            + "\"host\":\"mx.example.org [192.0.2.1]\",\"time\":\"2026-11-21T10:00:00.123Z\"},"
                            + "{\"address\":\"carol@example.org\",\"state\":\"deferred\",\"attempts\":0,"
                            + "\"next_try\":\"2026-11-21T11:00:00.123Z\",\"reply\":\"451 later\","
                            + "\"host\":\"mx.example.org [192.0.2.1]\",\"time\":\"2026-11-21T10:00:00.123Z\"}]}");
        }

        @Test
        void deliveryInSeveralEntriesShouldBeOne() {
            String id = addDeferred();
            add(id + "-2", "alice@shared.example", recipient("carol@example.org", DeliveryStatus.DELIVERED, "250 ok"));

            assertThat(server.get(path + "/" + id).body().path("recipients")).hasSize(2);
            assertThat(ids(server.get(path))).containsExactly(id);
        }

        @ParameterizedTest
        @ValueSource(strings = {UNKNOWN, "x-2", "%20"})
        void unknownDeliveryShouldNotBeFound(String id) {
            assertThat(server.get(path + "/" + id).status()).isEqualTo(404);
        }

        @Test
        void deliveryOfAnotherOrganizationShouldNotBeFound() {
            String id = addDeferred();
            String other = server.newOrganization("Other");

            assertThat(server.get("/organizations/" + other + "/deliveries/" + id)
                            .status())
                    .isEqualTo(404);
            assertThat(ids(server.get("/organizations/" + other + "/deliveries")))
                    .isEmpty();
        }

        @Test
        void outageShouldBeSaid() {
            server.outage().begin(OutboxStore.class);

            assertThat(server.get(path).status()).isEqualTo(503);
        }
    }

    @Nested
    class ListOfAll {
        @Test
        void pagesShouldFollowEachOther() {
            String oldest = addDeferred();
            String middle = addDeferred();
            String newest = addDeferred();

            Reply page = server.get(path + "?limit=2");

            assertThat(ids(page)).containsExactly(newest, middle);
            assertThat(ids(server.get(path + "?after=" + page.text("next")))).containsExactly(oldest);
        }

        @Test
        void deliveriesShouldBeChosenByStateOrInbox() {
            String deferred = addDeferred();
            String bounced =
                    add("bob@shared.example", recipient("x@example.org", DeliveryStatus.BOUNCED, "550 5.1.1 no"));

            assertThat(ids(server.get(path + "?state=deferred"))).containsExactly(deferred);
            assertThat(ids(server.get(path + "?state=bounced"))).containsExactly(bounced);
            assertThat(ids(server.get(path + "?inbox=Bob@shared.example"))).containsExactly(bounced);
            assertThat(ids(server.get(path + "?state=queued"))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"state=lost", "after=-", "limit=0"})
        void badParameterShouldBeNamed(String parameter) {
            Reply reply = server.get(path + "?" + parameter);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("details")).isEqualTo(parameter.split("=")[0]);
        }

        @Test
        void unknownOrganizationShouldNotBeFound() {
            assertThat(server.get("/organizations/" + OrganizationId.generate() + "/deliveries")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void whatIsDoneShouldStandInTheAuditTrail() {
        String id = addDeferred();

        server.post(path + "/" + id + "/retry", "{}");
        server.delete(path + "/" + id);

        JsonNode audited =
                server.get("/organizations/" + acme + "/audit?limit=2").body().path("items");
        assertThat(audited.findValuesAsText("action")).containsExactly("delivery_cancel", "delivery_retry");
        assertThat(audited.findValuesAsText("reason")).containsExactly(id, id);
    }

    private List<String> audited() {
        return server.get("/organizations/" + acme + "/audit")
                .body()
                .path("items")
                .findValuesAsText("action");
    }

    @Test
    void whatChangesNothingShouldNotStandInTheAuditTrail() {
        String id = addDeferred();
        hold(id);
        List<String> before = audited();

        server.delete(path + "/" + UNKNOWN);
        server.delete(path + "/" + id);
        server.post(path + "/" + id + "/retry", "{}");

        assertThat(audited()).isEqualTo(before);
    }

    @Test
    void partOfAMessageThatIsCancelledShouldStandInTheAuditTrail() {
        String id = add(
                "alice@shared.example",
                recipient("bob@example.org", DeliveryStatus.DEFERRED, "451 later"),
                new RecipientState(
                        "carol@other.example",
                        "other.example",
                        DeliveryStatus.DEFERRED,
                        Optional.of("451 later"),
                        Optional.empty(),
                        NOW));
        hold(id);

        assertThat(server.delete(path + "/" + id).status()).isEqualTo(409);

        assertThat(audited()).contains("delivery_cancel");
    }

    @Nested
    class Retry {
        @Test
        void deferredDeliveryShouldBeDueAtOnce() {
            String id = addDeferred();

            Reply reply = server.post(path + "/" + id + "/retry", "{}");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body().path("recipients").get(0).path("next_try").asText())
                    .isEqualTo(NOW.toString());
            assertThat(server.woken()).containsExactly(new DueDelivery(NOW, id, "example.org"));
        }

        @Test
        void deliveryThatIsUnderWayShouldBeAConflict() {
            String id = addDeferred();
            hold(id);

            assertThat(server.post(path + "/" + id + "/retry", "{}").status()).isEqualTo(409);
        }

        @Test
        void deliveryThatHasEndedShouldBeAConflict() {
            String id = add("alice@shared.example", recipient("bob@example.org", DeliveryStatus.BOUNCED, "550 no"));

            assertThat(server.post(path + "/" + id + "/retry", "{}").status()).isEqualTo(409);
        }

        @Test
        void unknownDeliveryShouldNotBeFound() {
            assertThat(server.post(path + "/" + UNKNOWN + "/retry", "{}").status())
                    .isEqualTo(404);
        }
    }

    @Nested
    class Cancel {
        @Test
        void pendingRecipientsShouldBeCancelled() {
            String id = add(
                    "alice@shared.example",
                    recipient("bob@example.org", DeliveryStatus.DELIVERED, "250 ok"),
                    recipient("carol@example.org", DeliveryStatus.DEFERRED, "451 later"));

            assertThat(server.delete(path + "/" + id).status()).isEqualTo(204);

            assertThat(server.get(path + "/" + id).body().findValuesAsText("state"))
                    .containsExactly("delivered", "cancelled");
            assertThat(server.delete(path + "/" + id).status()).isEqualTo(204);
        }

        @Test
        void deliveryThatIsUnderWayShouldBeAConflict() {
            String id = addDeferred();
            hold(id);

            assertThat(server.delete(path + "/" + id).status()).isEqualTo(409);
        }

        @Test
        void unknownDeliveryShouldBeGone() {
            assertThat(server.delete(path + "/" + UNKNOWN).status()).isEqualTo(204);
        }
    }
}

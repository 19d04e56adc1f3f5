package dev.agentpost.mail.keyinfo.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.http.HttpTestServer;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.ratelimit.SendDecision;
import dev.agentpost.mail.ratelimit.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyInfoRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeyInfoFixture fixture = new KeyInfoFixture();
    private final HttpTestServer server = HttpTestServer.of(fixture.routes());

    @AfterEach
    void tearDown() {
        server.close();
    }

    private JsonNode me(ApiKeySecret secret, String query) {
        try {
            return JSON.readTree(
                    server.getAs(secret.reveal(), KeyInfoRoutes.PATH + query).body());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void keyShouldBeToldWhatItMayDo() throws JsonProcessingException {
        ApiKeySecret secret = fixture.keys.key(Scope.MESSAGES_READ, Scope.INBOXES_READ);

        assertThat(me(secret, ""))
                .isEqualTo(JSON.readTree(
                        """
                                {"key_id": "%s", "organization": "%s", "scopes": ["messages:read", "inboxes:read"],
                                 "expires_at": null, "inboxes": ["bot@shared.localhost"], "next": null,
                                 "limits": {"api_key": {"sends": []}, "organization": {"sends": []},
                                  "inboxes": {"bot@shared.localhost": {
                                   "sends": [{"max": 100, "per_seconds": 3600, "remaining": 100}],
                                   "imap_connections": 15, "remaining": {"imap_connections": 15}}}}}
                                """
                                .formatted(
                                        fixture.keys.find(secret).id(),
                                        fixture.keys.organization().id())));
    }

    @Test
    void limitsShouldSayWhatIsLeft() {
        Inbox inbox = fixture.keys.inbox("one@example.com");
        ApiKeySecret secret = fixture.keys.keyBoundTo(inbox.id());
        assertThat(fixture.allowance
                        .charge(
                                new Sender(
                                        inbox.organizationId(),
                                        inbox.id(),
                                        fixture.keys.find(secret).id()),
                                3)
                        .join())
                .isInstanceOf(SendDecision.Allowed.class);
        fixture.slots.claim(inbox.organizationId(), inbox.id()).block();

        JsonNode limits = me(secret, "").at("/limits/inboxes/one@example.com");

        assertThat(limits.at("/sends/0/remaining").asInt()).isEqualTo(97);
        assertThat(limits.at("/remaining/imap_connections").asInt()).isEqualTo(14);
    }

    @Test
    void whatIsLeftShouldBeReadOnceASecond() {
        Inbox inbox = fixture.keys.inbox("one@example.com");
        ApiKeySecret secret = fixture.keys.keyBoundTo(inbox.id());
        String left = "/limits/inboxes/one@example.com/remaining/imap_connections";
        assertThat(me(secret, "").at(left).asInt()).isEqualTo(15);

        fixture.slots.claim(inbox.organizationId(), inbox.id()).block();

        assertThat(me(secret, "").at(left).asInt()).isEqualTo(15);
        fixture.keys.clock().advance(KeyInfoRoutes.STALENESS);
        assertThat(me(secret, "").at(left).asInt()).isEqualTo(14);
    }

    @Test
    void boundKeyShouldSeeItsInboxesOnly() {
        Inbox inbox = fixture.keys.inbox("one@example.com");

        assertThat(me(fixture.keys.keyBoundTo(inbox.id()), "").path("inboxes"))
                .extracting(JsonNode::asText)
                .containsExactly("one@example.com");
    }

    @Test
    void inboxesShouldBePaged() {
        for (int i = 0; i < KeyInfoRoutes.MAX_INBOXES; i++) {
            fixture.keys.inbox("n" + i + "@example.com");
        }
        ApiKeySecret secret = fixture.keys.key();
        List<String> seen = new ArrayList<>();

        JsonNode first = me(secret, "");
        JsonNode second = me(secret, "?after=" + first.path("next").asText());

        first.path("inboxes").forEach(each -> seen.add(each.asText()));
        assertThat(seen).hasSize(KeyInfoRoutes.MAX_INBOXES);
        second.path("inboxes").forEach(each -> seen.add(each.asText()));
        assertThat(seen).hasSize(KeyInfoRoutes.MAX_INBOXES + 1).doesNotHaveDuplicates();
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void wrongPageShouldBe400() {
        assertThat(server.getAs(fixture.keys.key().reveal(), KeyInfoRoutes.PATH + "?after=x")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void keyWithoutAnyScopeShouldBeToldSo() {
        ApiKeySecret secret = fixture.keys.key(Set.of(), Set.of(), Set.of(), Optional.empty());

        assertThat(me(secret, "").path("scopes")).isEmpty();
    }

    @Test
    void requestWithoutKeyShouldBe401() {
        assertThat(server.get(KeyInfoRoutes.PATH).statusCode()).isEqualTo(401);
    }
}

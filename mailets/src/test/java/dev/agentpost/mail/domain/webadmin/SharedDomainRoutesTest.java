package dev.agentpost.mail.domain.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.dkim.DkimKeyStore;
import java.net.http.HttpRequest;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedDomainRoutesTest {
    private static final String PATH = "/shared-domain";
    private static final String NAME = AdminServer.SHARED_DOMAIN;

    private AdminServer server;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonNode record(Reply reply, String purpose) {
        return StreamSupport.stream(reply.body().path("records").spliterator(), false)
                .filter(record -> record.path("purpose").asText().equals(purpose))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everythingToPublishShouldBeShownButAProof() {
        Reply reply = server.get(PATH);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("domain")).isEqualTo(NAME);
        assertThat(reply.body().path("records").findValuesAsText("purpose"))
                .containsExactlyInAnyOrder(
                        "mx", "spf", "dkim", "dmarc", "smtps", "imaps", "submission", "imap", "autodiscover");
        assertThat(record(reply, "mx").path("name").asText()).isEqualTo(NAME);
        assertThat(record(reply, "mx").path("value").asText()).isEqualTo("10 mail.example.org");
        assertThat(record(reply, "dkim").path("name").asText()).isEqualTo("agentpost1._domainkey." + NAME);
    }

    @Test
    void eachRecordShouldSayWhetherItIsFound() {
        server.dns().mx(NAME, 10, "mail.example.org");

        Reply reply = server.get(PATH);

        assertThat(record(reply, "mx").path("found").asBoolean()).isTrue();
        assertThat(record(reply, "mx").path("published").get(0).asText()).isEqualTo("10 mail.example.org");
        assertThat(record(reply, "spf").path("found").isBoolean()).isTrue();
        assertThat(record(reply, "spf").path("found").asBoolean()).isFalse();
    }

    @Test
    void storeThatDoesNotAnswerShouldBe503() {
        server.outage().begin(DkimKeyStore.class);

        assertThat(server.get(PATH).status()).isEqualTo(503);
    }

    @Test
    void callerWithoutTokenShouldBeRefused() {
        HttpRequest request = server.request(PATH).GET().build();

        assertThat(server.send(request).status()).isEqualTo(401);
    }
}

package dev.agentpost.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.dkim.memory.MemoryDkimKeyStore;
import dev.agentpost.mail.dkim.webadmin.SharedDkimRoutes;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DkimRoutesTest {
    private static final String PATH = "/shared-domain/dkim";

    private final TextRecords dns = new TextRecords();
    private final DkimKeyStore store = new MemoryDkimKeyStore();
    private AdminServer server;

    @BeforeEach
    void start() {
        DkimKeys keys = new DkimKeys(store, dns.resolver(), Clock.systemUTC());
        server = new AdminServer(new Random(1), List.of(new SharedDkimRoutes(keys, AdminServer.SHARED_DOMAIN)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> records(Reply reply, String field) {
        return reply.body().path("records").findValuesAsText(field);
    }

    @Test
    void recordToPublishShouldBeShownAndWhetherItIsFound() {
        Reply reply = server.get(PATH);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("domain")).isEqualTo(AdminServer.SHARED_DOMAIN);
        assertThat(reply.text("selector")).isEqualTo("agentpost1");
        assertThat(records(reply, "name")).containsExactly("agentpost1._domainkey." + AdminServer.SHARED_DOMAIN);
        assertThat(records(reply, "value").get(0)).startsWith("v=DKIM1; k=rsa; p=");
        assertThat(records(reply, "found")).containsExactly("false");
        dns.publish(store.list(AdminServer.SHARED_DOMAIN).blockFirst());
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
        dns.publish(store.list(AdminServer.SHARED_DOMAIN).blockFirst());

        Reply reply = server.post(PATH + "/rotate", "{}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("selector")).isEqualTo("agentpost1");
        assertThat(records(reply, "selector")).containsExactly("agentpost2", "agentpost1");
        assertThat(records(reply, "found")).containsExactly("false", "true");
    }
}

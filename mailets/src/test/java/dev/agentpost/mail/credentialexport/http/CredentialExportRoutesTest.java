package dev.agentpost.mail.credentialexport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.OpenedInboxes;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.clientsetup.MailServers;
import dev.agentpost.mail.http.HttpTestServer;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.login.KeyFixture;
import dev.agentpost.mail.login.http.KeyPace;
import dev.agentpost.mail.login.http.KeyRoutes;
import dev.agentpost.mail.organization.OrganizationId;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class CredentialExportRoutesTest {
    private static final String PATH = CredentialExportRoutes.PATH;
    private static final String HEADER = "email,imap_host,imap_port,smtp_host,smtp_port,username,password";

    private final KeyFixture fixture = new KeyFixture();
    private HttpTestServer server = start(fixture.inboxes());

    private HttpTestServer start(InboxStore inboxes) {
        return HttpTestServer.of(new CredentialExportRoutes(
                new KeyRoutes(fixture.login(), new KeyPace(fixture.clock().ticker())),
                new OpenedInboxes(inboxes),
                new MailServers("mail.example.org", 993, 465)));
    }

    @AfterEach
    void tearDown() {
        server.close();
    }

    @Test
    void everyInboxOfTheOrganizationShouldHaveARow() {
        fixture.inbox("one@example.com");
        fixture.inboxOfAnotherOrganization("theirs@example.com");
        ApiKeySecret secret = fixture.key(Scope.INBOXES_READ);

        HttpResponse<String> answer = server.getAs(secret.reveal(), PATH);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body().lines())
                .containsExactly(HEADER, row("bot@shared.localhost", secret), row("one@example.com", secret));
    }

    private static String row(String email, ApiKeySecret secret) {
        return email + ",mail.example.org,993,mail.example.org,465," + email + "," + secret.reveal();
    }

    @Test
    void boundKeyShouldExportItsInboxesOnly() {
        fixture.inbox("one@example.com");
        Inbox two = fixture.inbox("two@example.com");
        Inbox theirs = fixture.inboxOfAnotherOrganization("theirs@example.com");
        ApiKeySecret secret = fixture.keyBoundTo(two.id(), theirs.id());

        assertThat(server.getAs(secret.reveal(), PATH).body().lines())
                .containsExactly(HEADER, row("two@example.com", secret));
    }

    @Test
    void keyShouldBeExportedAsItIsThoughItWasPastedWithSpaces() {
        ApiKeySecret secret = fixture.key(Scope.INBOXES_READ);

        assertThat(server.getAs(" " + secret.reveal() + " ", PATH).body()).contains("," + secret.reveal() + "\r\n");
    }

    @Test
    void requestWithoutKeyShouldBe401() {
        HttpResponse<String> answer = server.get(PATH);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"AgentPost\"");
        assertThat(server.get(PATH, "Authorization", "Basic YTpi").statusCode()).isEqualTo(401);
    }

    @Test
    void wrongAndRevokedKeysShouldGetTheSame401() {
        ApiKeySecret revoked = fixture.key(Scope.INBOXES_READ);
        fixture.revoke(revoked);

        HttpResponse<String> ofRevoked = server.getAs(revoked.reveal(), PATH);
        HttpResponse<String> ofUnknown = server.getAs("ap_sk_x", PATH);

        assertThat(ofRevoked.statusCode()).isEqualTo(401);
        assertThat(ofRevoked.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"AgentPost\", error=\"invalid_token\"");
        assertThat(ofUnknown.statusCode()).isEqualTo(401);
        assertThat(ofUnknown.body()).isEqualTo(ofRevoked.body());
    }

    @Test
    void keyWithoutInboxesReadShouldBe403() {
        HttpResponse<String> answer =
                server.getAs(fixture.key(Scope.MESSAGES_READ).reveal(), PATH);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("API key lacks scope inboxes:read");
    }

    @Test
    void suspendedOrganizationShouldBe403() {
        ApiKeySecret secret = fixture.key(Scope.INBOXES_READ);
        fixture.suspend();

        HttpResponse<String> answer = server.getAs(secret.reveal(), PATH);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("organization suspended");
    }

    @Test
    void tooManyWrongKeysShouldBe429() {
        for (int i = 0; i < 30; i++) {
            assertThat(server.getAs("ap_sk_x", PATH).statusCode()).isEqualTo(401);
        }

        HttpResponse<String> answer = server.getAs("ap_sk_x", PATH);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("60");
        assertThat(server.getAs(fixture.key(Scope.INBOXES_READ).reveal(), PATH).statusCode())
                .isEqualTo(200);
    }

    @Test
    void storeThatIsDownShouldBe503() {
        fixture.stopStore();

        assertThat(server.getAs(fixture.key(Scope.INBOXES_READ).reveal(), PATH).statusCode())
                .isEqualTo(503);
    }

    @Test
    void storeThatFailsMidwayShouldNotLookLikeTheEnd() throws IOException {
        serve(new ManyInboxes(10_000, 5_000));

        String answer = rawExport(Integer.MAX_VALUE);

        assertThat(answer).startsWith("HTTP/1.1 200").contains("n100@").doesNotContain("\r\n0\r\n\r\n");
    }

    @Test
    void tenThousandInboxesShouldHaveTenThousandRows() {
        serve(new ManyInboxes(10_000, Integer.MAX_VALUE));
        ApiKeySecret secret = fixture.key(Scope.INBOXES_READ);

        assertThat(server.getAs(secret.reveal(), PATH).body().lines())
                .hasSize(10_001)
                .contains(row("n0@example.com", secret), row("n9999@example.com", secret));
    }

    @Test
    void storeShouldBeReadNoFasterThanTheClientReads() throws IOException {
        ManyInboxes inboxes = new ManyInboxes(1_000_000, Integer.MAX_VALUE);
        serve(inboxes);
        ApiKeySecret secret = fixture.key(Scope.INBOXES_READ);
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            ask(socket, secret);
            assertThat(socket.getInputStream().readNBytes(10)).isNotEmpty();

            await().pollInterval(Duration.ofMillis(200)).until(() -> inboxes.isStillAt(inboxes.listed.get()));

            assertThat(inboxes.listed).hasValueLessThan(200_000);
        }
    }

    @Test
    void memoryShouldNotGrowWithTheNumberOfInboxes() throws IOException {
        serve(new ManyInboxes(300_000, Integer.MAX_VALUE));
        ApiKeySecret secret = fixture.key(Scope.INBOXES_READ);
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            ask(socket, secret);
            InputStream in = socket.getInputStream();
            in.skipNBytes(1_000_000);
            long atFirst = usedBytes();
            long most = atFirst;
            for (int part = 0; part < 4; part++) {
                in.skipNBytes(8_000_000);
                most = Math.max(most, usedBytes());
            }

            assertThat(most - atFirst).isLessThan(16_000_000);
        }
    }

    /** The least of some, since the server makes rows until its client's buffers are full. */
    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    private void serve(InboxStore inboxes) {
        server.close();
        server = start(inboxes);
    }

    private String rawExport(int most) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            ask(socket, fixture.key(Scope.INBOXES_READ));
            return new String(socket.getInputStream().readNBytes(most), StandardCharsets.UTF_8);
        }
    }

    private static void ask(Socket socket, ApiKeySecret secret) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("GET " + PATH + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + secret.reveal() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** Inboxes that take no memory: they are made when they are listed. */
    private static final class ManyInboxes extends MemoryInboxStore {
        private final int count;
        private final int failsAt;
        private final AtomicInteger listed = new AtomicInteger();

        private ManyInboxes(int count, int failsAt) {
            this.count = count;
            this.failsAt = failsAt;
        }

        private boolean isStillAt(int seen) {
            await().pollDelay(Duration.ofMillis(150)).until(() -> true);
            return seen == listed.get();
        }

        @Override
        public Flux<Inbox> list(OrganizationId organization, Optional<InboxId> after, int limit) {
            int begin = after.map(ManyInboxes::number).orElse(-1) + 1;
            if (begin >= failsAt) {
                return Flux.error(new IllegalStateException("store down"));
            }
            return Flux.range(begin, Math.max(0, Math.min(limit, count - begin)))
                    .flatMapSequential(number -> Mono.just(inbox(organization, number)))
                    .doOnNext(inbox -> listed.incrementAndGet());
        }

        private static Inbox inbox(OrganizationId organization, int number) {
            return new Inbox(
                    new InboxId("inb_" + String.format("%026d", number)),
                    organization,
                    new InboxAddress("n" + number, "example.com"),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Instant.EPOCH);
        }

        private static int number(InboxId id) {
            return Integer.parseInt(id.value().substring("inb_".length()));
        }
    }
}

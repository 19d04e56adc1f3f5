package dev.agentpost.mail.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.agentpost.mail.admin.AdminToken;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.OpenedInboxes;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.clientsetup.AppleProfile;
import dev.agentpost.mail.clientsetup.Autoconfig;
import dev.agentpost.mail.clientsetup.Autodiscover;
import dev.agentpost.mail.clientsetup.AutodiscoverLocation;
import dev.agentpost.mail.clientsetup.MailServers;
import dev.agentpost.mail.clientsetup.ProfileSigner;
import dev.agentpost.mail.clientsetup.SettingsPage;
import dev.agentpost.mail.clientsetup.SetupSubjects;
import dev.agentpost.mail.clientsetup.http.AppleProfileRoutes;
import dev.agentpost.mail.clientsetup.http.AutoconfigRoutes;
import dev.agentpost.mail.clientsetup.http.AutodiscoverRoutes;
import dev.agentpost.mail.clientsetup.http.SettingsPageRoutes;
import dev.agentpost.mail.credentialexport.http.CredentialExportRoutes;
import dev.agentpost.mail.domain.SharedDomain;
import dev.agentpost.mail.health.Readiness;
import dev.agentpost.mail.health.ReadinessProbe;
import dev.agentpost.mail.health.http.HealthRoutes;
import dev.agentpost.mail.health.http.MetricsRoutes;
import dev.agentpost.mail.http.HttpRoutes;
import dev.agentpost.mail.http.HttpTestServer;
import dev.agentpost.mail.http.OpenApi;
import dev.agentpost.mail.http.OpenApiRoutes;
import dev.agentpost.mail.http.RouteTable;
import dev.agentpost.mail.keyinfo.http.KeyInfoFixture;
import dev.agentpost.mail.keyinfo.http.KeyInfoRoutes;
import dev.agentpost.mail.login.KeyFixture;
import dev.agentpost.mail.login.http.KeyPace;
import dev.agentpost.mail.login.http.KeyRoutes;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** {@code openapi.json} says what the public listener does, all of it and nothing else. */
class PublicApiDescriptionTest {
    private final KeyInfoFixture fixture = new KeyInfoFixture();
    private final KeyFixture keys = fixture.keys;
    private final AtomicReference<Optional<String>> queueProblem = new AtomicReference<>(Optional.empty());

    private final AtomicBoolean domainsAnswer = new AtomicBoolean(true);
    private final MailServers servers = new MailServers("mail.example.org", 993, 465);
    private final SetupSubjects subjects = new SetupSubjects(
            domain -> domainsAnswer.get()
                    ? Mono.just(domain.equals("acme.example"))
                    : Mono.error(new IllegalStateException("the store is down")),
            new SharedDomain("shared.example.org"));

    private final Set<HttpRoutes> features = Set.of(
            new AutoconfigRoutes(subjects, new Autoconfig(servers)),
            new AutodiscoverRoutes(
                    subjects,
                    new Autodiscover(servers, Clock.systemUTC()),
                    new AutodiscoverLocation("mail.example.org", 443)),
            new AppleProfileRoutes(subjects, new AppleProfile(servers), ProfileSigner.NONE),
            new SettingsPageRoutes(subjects, new SettingsPage(servers, false)),
            fixture.routes(),
            new CredentialExportRoutes(
                    new KeyRoutes(keys.login(), new KeyPace(keys.clock().ticker())),
                    new OpenedInboxes(keys.inboxes()),
                    servers),
            new HealthRoutes(new Readiness(Set.of(new QueueStandIn()))),
            new MetricsRoutes(new MetricRegistry(), new AdminToken("ap_admin_0123456789abcdef")),
            new OpenApiRoutes());
    private final HttpTestServer server = HttpTestServer.of(features.toArray(new HttpRoutes[0]));
    private final OpenApi description =
            OpenApi.parse(server.get(OpenApiRoutes.PATH).body());

    private final class QueueStandIn implements ReadinessProbe {
        @Override
        public String name() {
            return "queue";
        }

        @Override
        public Mono<Optional<String>> problem() {
            return Mono.just(queueProblem.get());
        }
    }

    @AfterEach
    void tearDown() {
        server.close();
    }

    @Test
    void testShouldKnowEveryFeatureWithRoutes() {
        Set<String> all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.agentpost.mail").stream()
                        .filter(each -> each.isAssignableTo(HttpRoutes.class) && !each.isInterface())
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());

        assertThat(features.stream().map(each -> each.getClass().getName())).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void everyRouteShouldBeDescribed() {
        assertThat(new RouteTable(features).routes().stream().map(route -> route.method() + " " + route.path()))
                .containsExactlyInAnyOrderElementsOf(description.operations());
    }

    @Test
    void successesShouldBeAsDescribed() {
        ApiKeySecret secret = keys.key(Scope.INBOXES_READ);

        assertDescribed(OpenApiRoutes.PATH, 200, server.get(OpenApiRoutes.PATH));
        assertDescribed("/healthz", 200, server.get("/healthz"));
        assertDescribed("/readyz", 200, server.get("/readyz"));
        assertDescribed("/metrics", 200, server.get("/metrics"));
        assertDescribed(KeyInfoRoutes.PATH, 200, server.getAs(secret.reveal(), KeyInfoRoutes.PATH));
        assertDescribed(CredentialExportRoutes.PATH, 200, server.getAs(secret.reveal(), CredentialExportRoutes.PATH));
    }

    @ParameterizedTest
    @CsvSource({
        "/, email",
        "/setup, email",
        "/.well-known/autoconfig/mail/config-v1.1.xml, emailaddress",
        "/mail/config-v1.1.xml, emailaddress",
        "/apple/mail.mobileconfig, email"
    })
    void setUpDocumentsShouldBeAsDescribed(String path, String parameter) {
        String query = path + "?" + parameter + "=";

        assertDescribed(path, 200, server.get(query + "support@acme.example"));
        assertDescribed(path, 404, server.get(query + "support@elsewhere.example"));
        assertDescribed(path, 400, server.get(query + "support"));
        domainsAnswer.set(false);
        assertDescribed(path, 503, server.get(query + "support@acme.example"));
    }

    @Test
    void autodiscoverShouldBeAsDescribed() {
        String json = "/autodiscover/autodiscover.json";
        String xml = "/autodiscover/autodiscover.xml";

        assertDescribed(json, 200, server.get(json + "?Email=a@acme.example&Protocol=AutodiscoverV1"));
        assertDescribed(json, 400, server.get(json + "?Email=a@acme.example&Protocol=ActiveSync"));
        assertDescribed(json + "/v1.0/{email}", 200, server.get(json + "/v1.0/a@acme.example?Protocol=AutodiscoverV1"));
        description.assertDescribes("POST", xml, server.send("POST", xml));
    }

    @Test
    void refusalsShouldBeAsDescribed() {
        ApiKeySecret secret = keys.key(Scope.MESSAGES_READ);

        assertDescribed("/metrics", 401, server.get("/metrics", "X-Forwarded-For", "192.0.2.7"));
        assertDescribed(KeyInfoRoutes.PATH, 400, server.getAs(secret.reveal(), KeyInfoRoutes.PATH + "?after=x"));
        assertDescribed(KeyInfoRoutes.PATH, 401, server.get(KeyInfoRoutes.PATH));
        assertDescribed(CredentialExportRoutes.PATH, 403, server.getAs(secret.reveal(), CredentialExportRoutes.PATH));
        keys.suspend();
        assertDescribed(KeyInfoRoutes.PATH, 403, server.getAs(secret.reveal(), KeyInfoRoutes.PATH));
        for (int i = 0; i < 30; i++) {
            assertDescribed(KeyInfoRoutes.PATH, 401, server.getAs("wrong", KeyInfoRoutes.PATH));
        }
        assertDescribed(KeyInfoRoutes.PATH, 429, server.getAs("wrong", KeyInfoRoutes.PATH));
    }

    @Test
    void outagesShouldBeAsDescribed() {
        ApiKeySecret secret = keys.key(Scope.INBOXES_READ);
        keys.stopStore();
        queueProblem.set(Optional.of("takes no mail"));

        assertDescribed("/readyz", 503, server.get("/readyz"));
        assertDescribed(KeyInfoRoutes.PATH, 503, server.getAs(secret.reveal(), KeyInfoRoutes.PATH));
        assertDescribed(CredentialExportRoutes.PATH, 503, server.getAs(secret.reveal(), CredentialExportRoutes.PATH));
    }

    private void assertDescribed(String path, int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(status);
        description.assertDescribes("GET", path, answer);
    }
}

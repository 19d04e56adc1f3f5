package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.ClientScripts;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.MailProgram;
import dev.agentpost.mail.integration.harness.PublicApi;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of an inbox as clients, browsers and programs get them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientSetupIT {
    private static final List<String> VIEWS = List.of("desktop", "phone", "dark", "withoutJavaScript");

    private static final String OUTLOOK_REQUEST =
            """
            <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">
              <Request>
                <EMailAddress>%s</EMailAddress>
                <AcceptableResponseSchema>
                  http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a
                </AcceptableResponseSchema>
              </Request>
            </Autodiscover>
            """;

    private final RunningServer server = RunningServer.shared();
    private final PublicApi api = server.publicApi();
    private TestInbox support;
    /** What a browser saw in each of the views. */
    private JsonNode seen;

    @BeforeAll
    void openThePage() {
        support = server.admin().createOrganization("Acme").createInbox("support");
        seen = Json.parse(ClientScripts.node(
                "settings_page.mjs",
                server,
                support,
                Map.of(
                        "CHROMIUM",
                        MailProgram.CHROMIUM.path(),
                        "PAGE",
                        api.url("/"),
                        "SCREENSHOTS",
                        Path.of("target").toAbsolutePath().toString())));
    }

    @Test
    void settingsPageShouldBeWholeOnDesktopPhoneAndWithoutJavaScript() {
        for (String view : VIEWS) {
            JsonNode page = seen.get(view);
            assertThat(texts(page.get("complaints"))).as(view).isEmpty();
            assertThat(texts(page.get("requests"))).as(view).hasSize(2).allMatch(url -> url.startsWith(api.url("/")));
            assertThat(page.get("width").asDouble())
                    .as(view)
                    .isLessThanOrEqualTo(page.get("available").asDouble());
            assertThat(texts(page.get("headings")))
                    .as(view)
                    .contains("Settings", "Thunderbird", "Apple Mail", "Outlook", ".env for agents", "Python", "Node");
            assertThat(page.get("typed").asText()).isEqualTo(support.email());
            assertThat(page.get("language").asText()).isEqualTo("en");
        }
        assertThat(seen.at("/dark/background")).isNotEqualTo(seen.at("/desktop/background"));
    }

    @Test
    void programsOfThePageShouldSendAndRead() {
        JsonNode snippets = seen.at("/withoutJavaScript/snippets");

        ClientScripts.shownPython(snippets.get("snippet-send.py").asText(), server, support);
        awaitMail("Hello from Python");
        String python =
                ClientScripts.shownPython(snippets.get("snippet-read.py").asText(), server, support);
        ClientScripts.shownNode(snippets.get("snippet-send.mjs").asText(), server, support);
        awaitMail("Hello from Node");
        String node = ClientScripts.shownNode(snippets.get("snippet-read.mjs").asText(), server, support);

        assertThat(python.lines()).contains(support.email() + " - Hello from Python");
        assertThat(node.lines()).containsExactly(support.email() + " - Hello from Node");
    }

    @Test
    void environmentOfThePageShouldDoForAnAgent() {
        String shown = seen.at("/phone/snippets/snippet-env").asText();
        Map<String, String> environment = Arrays.stream(shown.split("\n"))
                .filter(line -> line.contains("="))
                .map(line -> line.replace("<your API key>", support.key()).split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

        String input = Json.write(Json.parse(
                "{\"to\": \"" + support.email() + "\", \"subject\": \"from an agent\", \"body\": \"<p>Done</p>\"}"));
        ClientScripts.python("send_email.py", server, new TestInbox("", ""), environment, input);

        awaitMail("from an agent");
    }

    @Test
    void pageShouldNotTellWhetherThereIsAnInbox() {
        String page = api.get("/setup?email=" + support.email()).body();

        String ofNobody = api.get("/setup?email=" + support.email().replace("support-", "nobody-"))
                .body();

        assertThat(ofNobody.replace("nobody-", "support-")).isEqualTo(page);
        assertThat(api.get("/setup?email=support@elsewhere.example").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/autoconfig/mail/config-v1.1.xml", "/mail/config-v1.1.xml"})
    void autoconfigShouldNameTheServers(String path) {
        String answer = api.get(path + "?emailaddress=" + support.email()).body();

        assertThat(answer)
                .contains(
                        "<domain>shared.localhost</domain>",
                        "<hostname>localhost</hostname>",
                        "<port>" + server.imapsPort() + "</port>",
                        "<port>" + server.smtpsPort() + "</port>");
        assertThat(api.get(path).body()).isEqualTo(answer);
        assertThat(api.get(path + "?emailaddress=a@elsewhere.example").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/autodiscover/autodiscover.xml", "/Autodiscover/Autodiscover.xml"})
    void autodiscoverShouldNameTheServers(String path) {
        String answer =
                api.post(path, OUTLOOK_REQUEST.formatted(support.email())).body();

        assertThat(answer)
                .contains(
                        "<Type>IMAP</Type>",
                        "<Port>" + server.imapsPort() + "</Port>",
                        "<Type>SMTP</Type>",
                        "<Port>" + server.smtpsPort() + "</Port>",
                        "<LoginName>" + support.email() + "</LoginName>");
    }

    @Test
    void autodiscoverShouldBeFoundThroughJson() {
        HttpResponse<String> found = api.get("/autodiscover/autodiscover.json?Email=a@b.c&Protocol=AutodiscoverV1");
        HttpResponse<String> other = api.get("/autodiscover/autodiscover.json?Email=a@b.c&Protocol=ActiveSync");

        assertThat(Json.parse(found.body()).get("Url").asText())
                .isEqualTo("https://localhost/autodiscover/autodiscover.xml");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(Json.parse(other.body()).get("ErrorCode").asText()).isEqualTo("ProtocolNotSupported");
    }

    @Test
    void appleProfileShouldHoldOneMailAccount() {
        byte[] profile = api.bytes("/apple/mail.mobileconfig?email=" + support.email());

        JsonNode list = Json.parse(ClientScripts.python(
                "read_profile.py",
                server,
                support,
                Map.of(),
                Base64.getEncoder().encodeToString(profile)));

        assertThat(list.get("PayloadType").asText()).isEqualTo("Configuration");
        assertThat(list.get("PayloadContent")).hasSize(1);
        JsonNode account = list.at("/PayloadContent/0");
        assertThat(account.get("PayloadType").asText()).isEqualTo("com.apple.mail.managed");
        assertThat(account.get("EmailAddress").asText()).isEqualTo(support.email());
        assertThat(account.get("IncomingMailServerPortNumber").asInt()).isEqualTo(server.imapsPort());
        assertThat(account.get("IncomingMailServerUseSSL").asBoolean()).isTrue();
        assertThat(account.get("OutgoingMailServerPortNumber").asInt()).isEqualTo(server.smtpsPort());
        assertThat(account.get("OutgoingMailServerUseSSL").asBoolean()).isTrue();
    }

    private void awaitMail(String subject) {
        try (ImapConnection imap = server.imap(support)) {
            await().untilAsserted(() -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}

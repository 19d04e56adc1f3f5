package dev.agentpost.mail.clientsetup.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.clientsetup.AppleProfile;
import dev.agentpost.mail.clientsetup.Autoconfig;
import dev.agentpost.mail.clientsetup.Autodiscover;
import dev.agentpost.mail.clientsetup.AutodiscoverLocation;
import dev.agentpost.mail.clientsetup.AutodiscoverRequest;
import dev.agentpost.mail.clientsetup.MailServers;
import dev.agentpost.mail.clientsetup.ProfileSigner;
import dev.agentpost.mail.clientsetup.SettingsPage;
import dev.agentpost.mail.clientsetup.SetupSubjects;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.domain.SharedDomain;
import dev.agentpost.mail.http.Dispatcher;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpMethod;
import dev.agentpost.mail.http.HttpRequest;
import dev.agentpost.mail.http.RequestContext;
import dev.agentpost.mail.http.RequestTarget;
import dev.agentpost.mail.http.RouteTable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class ClientSetupRoutesTest {
    private static final String WELL_KNOWN = "/.well-known/autoconfig/mail/config-v1.1.xml";
    private static final MailServers SERVERS = new MailServers("mail.example.org", 993, 465);
    private static final Set<String> SERVED = Set.of("shared.example.org", "acme.example");

    private final Dispatcher up = dispatcher(domain -> Mono.just(SERVED.contains(domain)));
    private final Dispatcher down = dispatcher(domain -> Mono.error(new IllegalStateException("the store is down")));

    private static Dispatcher dispatcher(LocalDomains domains) {
        return dispatcher(domains, ProfileSigner.NONE);
    }

    private static Dispatcher dispatcher(LocalDomains domains, ProfileSigner signer) {
        SetupSubjects subjects = new SetupSubjects(domains, new SharedDomain("shared.example.org"));
        return new Dispatcher(new RouteTable(Set.of(
                new AutoconfigRoutes(subjects, new Autoconfig(SERVERS)),
                new AutodiscoverRoutes(
                        subjects,
                        new Autodiscover(SERVERS, Clock.systemUTC()),
                        new AutodiscoverLocation("mail.example.org", 443)),
                new AppleProfileRoutes(subjects, new AppleProfile(SERVERS), signer),
                new SettingsPageRoutes(subjects, new SettingsPage(SERVERS, false)))));
    }

    private static HttpAnswer send(Dispatcher to, HttpMethod method, String target, String host, String body) {
        RequestTarget parsed = RequestTarget.parse(target).orElseThrow();
        RouteTable.Found found = (RouteTable.Found) to.find(method.name(), parsed.path());
        return to.answer(
                        found,
                        new HttpRequest(
                                method,
                                parsed.path(),
                                parsed.parameters(),
                                Map.of(),
                                Map.of("host", host),
                                body.getBytes(StandardCharsets.UTF_8),
                                Optional.empty(),
                                false,
                                new RequestContext("1", Optional.empty())))
                .block();
    }

    private static HttpAnswer get(Dispatcher from, String target) {
        return send(from, HttpMethod.GET, target, "mail.example.org", "");
    }

    private static String text(HttpAnswer answer) {
        return new String(((HttpAnswer.Bytes) answer.body()).content(), StandardCharsets.UTF_8);
    }

    private static HttpAnswer discover(Dispatcher from, String email) {
        String request = "<Autodiscover><Request><EMailAddress>" + email
                + "</EMailAddress><AcceptableResponseSchema>" + AutodiscoverRequest.RESPONSE_SCHEMA
                + "</AcceptableResponseSchema></Request></Autodiscover>";
        return send(from, HttpMethod.POST, "/autodiscover/autodiscover.xml", "", request);
    }

    @ParameterizedTest
    @ValueSource(strings = {WELL_KNOWN, "/mail/config-v1.1.xml"})
    void autoconfigShouldBeAboutTheDomainOfTheAddress(String path) {
        HttpAnswer answer = get(up, path + "?emailaddress=support%40acme.example");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Content-Type", Autoconfig.CONTENT_TYPE);
        assertThat(text(answer)).contains("<domain>acme.example</domain>", "%EMAILADDRESS%");
    }

    @Test
    void autoconfigShouldSayTheUserNameWhereTheAddressHasATag() {
        assertThat(text(get(up, WELL_KNOWN + "?emailaddress=support%2Bnews@acme.example")))
                .contains("<username>support@acme.example</username>");
    }

    @ParameterizedTest
    @CsvSource({"support@elsewhere.example, 404", "support, 400", "'', 400", "%3Cx%3E@acme.example, 400"})
    void autoconfigShouldNotAnswerOtherAddresses(String email, int status) {
        assertThat(get(up, WELL_KNOWN + "?emailaddress=" + email).status()).isEqualTo(status);
    }

    @Test
    void autoconfigWithoutAddressShouldBeAboutTheHost() {
        HttpAnswer answer = send(up, HttpMethod.GET, WELL_KNOWN, "autoconfig.acme.example", "");

        assertThat(text(answer)).contains("<domain>acme.example</domain>", "<domain>shared.example.org</domain>");
    }

    @Test
    void profileThatCannotBeSignedShouldNotBeGivenOut() {
        Dispatcher unsigning = dispatcher(domain -> Mono.just(true), profile -> {
            throw new IllegalStateException("cannot sign with the certificate in server.pem");
        });

        assertThat(get(unsigning, "/apple/mail.mobileconfig?email=support@acme.example")
                        .status())
                .isEqualTo(503);
    }

    @Test
    void autodiscoverShouldTellTheSettings() {
        HttpAnswer answer = discover(up, "support@acme.example");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Content-Type", Autodiscover.CONTENT_TYPE);
        assertThat(text(answer)).contains("<LoginName>support@acme.example</LoginName>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"support@elsewhere.example", "support"})
    void autodiscoverShouldNotFindOtherAddresses(String email) {
        assertThat(text(discover(up, email))).contains("<ErrorCode>500</ErrorCode>");
    }

    @Test
    void autodiscoverShouldAnswerWhatIsNoRequestWithItsError() {
        HttpAnswer answer = send(up, HttpMethod.POST, "/autodiscover/autodiscover.xml", "", "<x/>");

        assertThat(text(answer)).contains("<ErrorCode>600</ErrorCode>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Autodiscover/Autodiscover.xml",
                "/AUTODISCOVER/AUTODISCOVER.XML",
                "/AutoDiscover/autodiscover.xml"
            })
    void autodiscoverShouldBeFoundWithAnyCapitals(String path) {
        assertThat(text(send(up, HttpMethod.POST, path, "", ""))).contains("<ErrorCode>600</ErrorCode>");
    }

    @ParameterizedTest
    @CsvSource({
        "/autodiscover/autodiscover.json?Email=a@acme.example&Protocol=AutodiscoverV1, 200",
        "/autodiscover/autodiscover.json/v1.0/a@acme.example?Protocol=autodiscoverv1, 200",
        "/Autodiscover/Autodiscover.json?protocol=AutodiscoverV1, 200",
        "/autodiscover/autodiscover.json?Email=a@acme.example&Protocol=ActiveSync, 400",
        "/autodiscover/autodiscover.json?Email=a@acme.example, 400"
    })
    void jsonShouldTellWhereAutodiscoverIs(String target, int status) {
        HttpAnswer answer = get(up, target);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(text(answer)).contains(status == 200 ? "https://mail.example.org/autodiscover" : "\"ErrorCode\"");
    }

    @Test
    void profileShouldBeAFileToInstall() {
        HttpAnswer answer = get(up, "/apple/mail.mobileconfig?email=support@acme.example");

        assertThat(answer.headers())
                .containsEntry("Content-Type", AppleProfile.CONTENT_TYPE)
                .containsEntry("Content-Disposition", "attachment; filename=\"mail.mobileconfig\"");
        assertThat(text(answer)).contains("com.apple.mail.managed", "support@acme.example");
    }

    @ParameterizedTest
    @CsvSource({"?email=support@elsewhere.example, 404", "?email=support, 400", "'', 400"})
    void profileOfOtherAddressesShouldNotBe(String query, int status) {
        assertThat(get(up, "/apple/mail.mobileconfig" + query).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/, 200",
        "/setup, 200",
        "/setup?email=, 200",
        "/setup?email=support@acme.example, 200",
        "/?email=%20Support@ACME.example, 200",
        "/setup?email=support@elsewhere.example, 404",
        "/setup?email=%22%3E%3Cscript%3Ealert(1)%3C/script%3E, 400"
    })
    void pageShouldBeAPageWhateverIsAsked(String target, int status) {
        HttpAnswer answer = get(up, target);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers())
                .containsEntry("Content-Type", SettingsPage.CONTENT_TYPE)
                .containsEntry("Content-Security-Policy", SettingsPage.contentSecurityPolicy());
        assertThat(text(answer)).contains("<h1>Set up your inbox</h1>").doesNotContain("<script");
    }

    @Test
    void pageShouldShowTheUserNameInLowerCase() {
        assertThat(text(get(up, "/setup?email=Support@ACME.example"))).contains("<code>support@acme.example</code>");
    }

    @Test
    void storeThatDoesNotAnswerShouldBeATemporaryFailure() {
        assertThat(get(down, WELL_KNOWN + "?emailaddress=a@acme.example").status())
                .isEqualTo(503);
        assertThat(get(down, "/apple/mail.mobileconfig?email=a@acme.example").status())
                .isEqualTo(503);
        assertThat(get(down, "/setup?email=a@acme.example").status()).isEqualTo(503);
        assertThat(discover(down, "a@acme.example").status()).isEqualTo(503);
        assertThat(text(discover(down, "a@acme.example"))).contains("<ErrorCode>603</ErrorCode>");
    }
}

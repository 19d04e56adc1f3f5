package dev.agentpost.mail.outbound.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.dns.dnsjava.DnsConfiguration;
import dev.agentpost.mail.dns.dnsjava.DnsjavaResolver;
import dev.agentpost.mail.outbound.Courier.Consignment;
import dev.agentpost.mail.outbound.Courier.Report;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.RecipientResult;
import dev.agentpost.mail.outbound.RecipientResult.Outcome;
import dev.agentpost.mail.peers.FakeMx;
import dev.agentpost.mail.peers.PeerCertificate;
import dev.agentpost.mail.peers.TestDnsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpCourierTest {
    private static final String OWN_HOST = "mail.agentpost.example";
    private static final String DOMAIN = "example.org";
    private static final String BOB = "bob@example.org";
    private static final String CAROL = "carol@example.org";
    private static final String TEXT = "Subject: hi\r\n\r\n.dot\r\n..\r\nbye\r\n";
    private static final SmtpTimeouts PATIENT = timeouts(Duration.ofSeconds(20));
    private static final SmtpTimeouts IMPATIENT = timeouts(Duration.ofSeconds(1));

    private static PeerCertificate certificate;

    private final AtomicBoolean held = new AtomicBoolean(true);
    private TestDnsServer dns;
    private FakeMx first;
    private FakeMx second;
    private TargetPolicy targets = TargetPolicy.LOOPBACK;
    private SmtpTimeouts timeouts = PATIENT;
    private SmtpCourier testee;

    @BeforeAll
    static void createCertificate() throws Exception {
        certificate = PeerCertificate.create("smarthost.example", "127.0.0.1");
    }

    @BeforeEach
    void setUp() throws IOException {
        dns = TestDnsServer.start();
        first = FakeMx.start("127.0.0.1", 0);
        second = FakeMx.start("127.0.0.2", first.port());
        dns.a("mx1.example.org", "127.0.0.1").a("mx2.example.org", "127.0.0.2");
        testee = courier(Optional.empty());
    }

    private SmtpCourier courier(Optional<Smarthost> smarthost) {
        return new SmtpCourier(
                new SmtpConfiguration(
                        OWN_HOST,
                        first.port(),
                        targets,
                        smarthost,
                        TrustedCertificate.context(certificate.pem()),
                        timeouts),
                new DnsjavaResolver(
                        new DnsConfiguration(List.of(dns.address()), Duration.ofSeconds(6), Duration.ofSeconds(2))));
    }

    private static SmtpTimeouts timeouts(Duration each) {
        return new SmtpTimeouts(each, each, each, each);
    }

    /** For a server that hangs. */
    private void beImpatient() {
        testee.close();
        timeouts = IMPATIENT;
        testee = courier(Optional.empty());
    }

    @AfterEach
    void tearDown() throws IOException {
        testee.close();
        first.close();
        second.close();
        dns.close();
    }

    private void bothExchanges() {
        dns.mx(DOMAIN, 10, "mx1.example.org").mx(DOMAIN, 20, "mx2.example.org");
    }

    private static OutgoingMessage message(byte[] content) {
        boolean eightBit = IntStream.range(0, content.length).anyMatch(i -> content[i] < 0);
        return new OutgoingMessage(
                "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                Optional.empty(),
                Optional.empty(),
                "alice@here.example",
                UUID.randomUUID(),
                content.length,
                eightBit,
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(60));
    }

    private Report deliver(String destination, byte[] content, String... recipients) {
        return testee.deliver(new Consignment(
                message(content),
                destination,
                List.of(recipients),
                () -> new ByteArrayInputStream(content),
                held::get));
    }

    private RecipientResult deliver(String recipient) {
        return deliver(
                        recipient.substring(recipient.indexOf('@') + 1),
                        TEXT.getBytes(StandardCharsets.US_ASCII),
                        recipient)
                .results()
                .get(recipient);
    }

    private static void assertDeferred(RecipientResult result, String reason) {
        assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
        assertThat(result.reply()).contains(reason);
    }

    private static void assertFailed(RecipientResult result, String reason) {
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reply()).contains(reason);
    }

    @Nested
    class Routing {
        @Test
        void theExchangeOfLowestPreferenceShouldGetTheMessage() {
            bothExchanges();

            RecipientResult result = deliver(BOB);

            assertThat(result)
                    .isEqualTo(new RecipientResult(
                            Outcome.DELIVERED, "250 2.0.0 taken", Optional.of("mx1.example.org [127.0.0.1]")));
            assertThat(first.received()).singleElement().satisfies(received -> {
                assertThat(received.sender()).isEqualTo("alice@here.example");
                assertThat(received.recipients()).containsExactly(BOB);
                assertThat(received.text()).isEqualTo(TEXT);
                assertThat(received.hello()).isEqualTo("EHLO " + OWN_HOST);
            });
            assertThat(second.connections()).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"CONNECT", "EHLO", "MAIL"})
        void theNextExchangeShouldBeTriedWhenOneRefusesForNow(String step) {
            bothExchanges();
            first.answer(step, "421 4.3.2 later");

            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(second.received()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"CONNECT", "EHLO", "MAIL"})
        void theNextExchangeShouldBeTriedWhenOneEndsTheConnection(String step) {
            bothExchanges();
            first.drop(step);

            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(second.received()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"CONNECT", "MAIL"})
        void theNextExchangeShouldBeTriedWhenOneHangs(String step) {
            beImpatient();
            bothExchanges();
            first.hang(step);

            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(second.received()).hasSize(1);
        }

        @Test
        void theNextExchangeShouldBeTriedWhenOneIsNotThere() throws IOException {
            bothExchanges();
            first.close();

            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
        }

        @Test
        void equalExchangesShouldShareTheLoad() {
            dns.mx(DOMAIN, 10, "mx1.example.org").mx(DOMAIN, 10, "mx2.example.org");

            for (int i = 0; i < 40; i++) {
                deliver(BOB);
                testee.close();
            }

            assertThat(first.receivedCount()).isBetween(1, 39);
            assertThat(first.receivedCount() + second.receivedCount()).isEqualTo(40);
        }

        @Test
        void noServerAtAllShouldBeTemporary() throws IOException {
            bothExchanges();
            first.close();
            second.close();

            Report report = deliver(DOMAIN, TEXT.getBytes(StandardCharsets.US_ASCII), BOB);

            assertDeferred(report.results().get(BOB), "4.4.1 mx");
            assertThat(report.connected()).isFalse();
        }

        @Test
        void permanentRefusalByAllGreetingsShouldBePermanent() {
            bothExchanges();
            first.answer("CONNECT", "554 5.3.2 no mail here");
            second.answer("CONNECT", "554 5.3.2 no mail here");

            assertFailed(deliver(BOB), "554 5.3.2 no mail here");
        }

        @Test
        void temporaryRefusalByOneGreetingShouldBeTemporary() {
            bothExchanges();
            first.answer("CONNECT", "421 4.3.2 later");
            second.answer("CONNECT", "554 5.3.2 no mail here");

            assertDeferred(deliver(BOB), "421 4.3.2 later");
        }

        @Test
        void aDomainWithoutExchangesShouldBeItsOwn() {
            dns.a(DOMAIN, "127.0.0.2");

            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(second.received()).hasSize(1);
        }

        @Test
        void aliasesShouldBeFollowed() {
            dns.cname("alias.example", DOMAIN);
            bothExchanges();

            assertThat(deliver("bob@alias.example").outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(first.received().get(0).recipients()).containsExactly("bob@alias.example");
        }

        @Test
        void aDomainThatTakesNoMailShouldBePermanent() {
            dns.mx(DOMAIN, 0, "").a(DOMAIN, "127.0.0.1");

            assertFailed(deliver(BOB), "5.1.10 ");
            assertThat(first.connections()).isZero();
        }

        @Test
        void anUnknownDomainShouldBePermanent() {
            assertFailed(deliver("bob@unknown.example"), "5.1.2 ");
        }

        @Test
        void anExchangeWithoutAddressShouldBePermanent() {
            dns.mx(DOMAIN, 10, "nowhere.example");

            assertFailed(deliver(BOB), "5.4.4 ");
        }

        @Test
        void troubleOfTheDnsShouldBeTemporary() {
            dns.servfail(DOMAIN);
            assertDeferred(deliver(BOB), "4.4.3 ");

            dns.silent(DOMAIN);
            assertDeferred(deliver(BOB), "4.4.3 ");

            dns.heal(DOMAIN).mx(DOMAIN, 10, "mx9.example.org").servfail("mx9.example.org");
            assertDeferred(deliver(BOB), "4.4.3 ");
        }

        @Test
        void exchangesThatAreThisServerShouldBePermanent() {
            dns.mx(DOMAIN, 10, OWN_HOST).mx(DOMAIN, 20, "mx2.example.org");

            assertFailed(deliver(BOB), "5.4.6 ");
            assertThat(second.connections()).isZero();
        }

        @Test
        void exchangesBeforeThisServerShouldBeTried() {
            dns.mx(DOMAIN, 10, "mx1.example.org").mx(DOMAIN, 20, OWN_HOST);

            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
        }

        @Test
        void aServerThatCallsItselfAsWeDoShouldBePermanent() {
            dns.mx(DOMAIN, 10, "mx1.example.org");
            first.name(OWN_HOST);

            assertFailed(deliver(BOB), "5.4.6 ");
        }

        @Test
        void anAddressLiteralShouldBeReached() {
            assertThat(deliver("bob@[127.0.0.2]").outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(second.received()).hasSize(1);
        }

        @Test
        void addressesOfOurOwnNetworkShouldNotBeReached() {
            targets = TargetPolicy.PUBLIC;
            testee = courier(Optional.empty());
            bothExchanges();

            assertFailed(deliver(BOB), "5.4.4 Mail is not taken to mx1.example.org [127.0.0.1]");
            assertFailed(deliver("bob@[10.0.0.1]"), "5.4.4 ");
            assertThat(first.connections()).isZero();
        }

        @Test
        void otherMachinesShouldNotBeReachedFromTests() {
            assertFailed(deliver("bob@[192.0.2.1]"), "5.4.4 ");
        }
    }

    @Nested
    class Answers {
        @BeforeEach
        void oneExchange() {
            dns.mx(DOMAIN, 10, "mx1.example.org");
        }

        @Test
        void everyRecipientShouldHaveItsOwnAnswer() {
            first.answer("RCPT dora@example.org", "550 5.1.1 no such user")
                    .answer("RCPT carol@example.org", "450 4.2.0 greylisted");

            Report report = deliver(DOMAIN, TEXT.getBytes(StandardCharsets.US_ASCII), BOB, CAROL, "dora@example.org");

            assertThat(report.results().get(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
            assertDeferred(report.results().get(CAROL), "450 4.2.0 greylisted");
            assertFailed(report.results().get("dora@example.org"), "550 5.1.1 no such user");
            assertThat(first.received()).hasSize(1);
            assertThat(report.connected()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"MAIL", "RCPT", "DATA", "END"})
        void permanentRefusalShouldBePermanent(String step) {
            first.answer(step, "550 5.7.1 not from you");

            assertFailed(deliver(BOB), "550 5.7.1 not from you");
            assertThat(first.received()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"MAIL", "RCPT", "DATA", "END"})
        void temporaryRefusalShouldBeTemporary(String step) {
            first.answer(step, "451 4.3.0 later");

            assertDeferred(deliver(BOB), "451 4.3.0 later");
        }

        @ParameterizedTest
        @ValueSource(strings = {"MAIL", "RCPT", "DATA", "END"})
        void aHangShouldBeTemporary(String step) {
            beImpatient();
            first.hang(step);

            assertDeferred(deliver(BOB), "4.4.2 ");
        }

        @Test
        void aLostAnswerShouldBeTemporary() {
            first.drop("END");

            assertDeferred(deliver(BOB), "4.4.2 ");
            assertThat(first.received()).hasSize(1);
        }

        @Test
        void noiseShouldBeTemporary() {
            first.answer("CONNECT", "HTTP/1.1 400 Bad Request");
            assertDeferred(deliver(BOB), "4.4.1 ");

            first.answer("CONNECT", "220-x".repeat(2_000));
            assertDeferred(deliver(BOB), "4.4.1 ");
        }

        @Test
        void recipientsThatAreTooManyAtOnceShouldFollow() {
            first.answer("RCPT carol@example.org", "452 4.5.3 too many recipients");

            Report report = deliver(DOMAIN, TEXT.getBytes(StandardCharsets.US_ASCII), BOB, CAROL);

            assertThat(report.results().get(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
            assertDeferred(report.results().get(CAROL), "452 4.5.3");
            assertThat(first.commands().stream().filter(line -> line.startsWith("RCPT TO:<carol")))
                    .hasSize(2);
        }

        @Test
        void aMessageLargerThanTheServerTakesShouldBePermanent() {
            first.extensions("SIZE 10", "8BITMIME");

            assertFailed(deliver(BOB), "5.3.4 ");
        }

        @Test
        void theSizeShouldBeSaid() {
            deliver(BOB);

            assertThat(first.received().get(0).mailLine()).endsWith(" SIZE=" + TEXT.length());
        }

        @Test
        void idShouldBeSaidForReports() {
            first.extensions("DSN");

            deliver(BOB);

            assertThat(first.received().get(0).mailLine())
                    .isEqualTo("MAIL FROM:<alice@here.example> RET=HDRS ENVID=01ARZ3NDEKTSV4RRFFQ69G5FAV");
        }

        @Test
        void highOctetsShouldBeSaid() {
            byte[] content = "Subject: hi\r\n\r\n\u00e4\r\n".getBytes(StandardCharsets.UTF_8);

            deliver(DOMAIN, content, BOB);

            assertThat(first.received().get(0).mailLine()).endsWith(" BODY=8BITMIME");
            assertThat(first.received().get(0).content()).isEqualTo(content);
        }

        @Test
        void highOctetsForAServerThatDoesNotTakeThemShouldBePermanent() {
            first.extensions("SIZE");
            byte[] inPart = "Subject: hi\r\n\r\n\u00e4\r\n".getBytes(StandardCharsets.UTF_8);
            byte[] inHeader = "Subject: \u00e4\r\n\r\nhi\r\n".getBytes(StandardCharsets.UTF_8);

            assertFailed(
                    deliver(DOMAIN, inPart, BOB).results().get(BOB),
                    "5.6.3 The message has octets above 127 in signed or encrypted parts");
            assertFailed(
                    deliver(DOMAIN, inHeader, BOB).results().get(BOB),
                    "5.6.3 The header of the message has octets above 127");
            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
        }

        @Test
        void aServerThatKnowsNoExtensionsShouldGetTheMessage() {
            first.answer("EHLO", "502 5.5.1 what?");

            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(first.commands()).contains("HELO " + OWN_HOST);
            assertThat(first.received().get(0).mailLine()).isEqualTo("MAIL FROM:<alice@here.example>");
        }

        @Test
        void fiveMegabytesShouldArriveOctetForOctet() {
            byte[] content = new byte[5_000_000];
            new Random(1).nextBytes(content);
            for (int i = 0; i < content.length; i++) {
                // lines that begin with dots, and no bare CR or LF
                content[i] = content[i] == '\r' || content[i] == '\n' ? (byte) '.' : content[i];
            }
            for (int i = 0; i + 3 < content.length; i += 76) {
                content[i] = '\r';
                content[i + 1] = '\n';
                content[i + 2] = '.';
            }
            content[content.length - 2] = '\r';
            content[content.length - 1] = '\n';

            RecipientResult result = deliver(DOMAIN, content, BOB).results().get(BOB);

            assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(Arrays.equals(first.received().get(0).content(), content))
                    .isTrue();
        }

        @Test
        void aMessageShouldNotBeEndedWhenItIsNotOursAnyMore() {
            held.set(false);

            assertDeferred(deliver(BOB), "4.3.0 ");
            assertThat(first.received()).isEmpty();
        }

        @Test
        void theConnectionShouldServeTheNextMessage() {
            deliver(BOB);
            deliver(CAROL);

            assertThat(first.received()).hasSize(2);
            assertThat(first.connections()).isEqualTo(1);
        }

        @Test
        void aKeptConnectionThatHasEndedShouldBeMadeAnew() {
            deliver(BOB);
            first.drop("MAIL");
            dns.mx(DOMAIN, 20, "mx2.example.org");

            assertThat(deliver(CAROL).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(second.received()).hasSize(1);
        }
    }

    @Nested
    class Encryption {
        @BeforeEach
        void oneExchange() {
            dns.mx(DOMAIN, 10, "mx1.example.org");
        }

        @Test
        void aServerThatOffersTlsShouldGetTheMessageEncrypted() {
            first.tls(certificate.context());

            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(first.received().get(0).encrypted()).isTrue();
            assertThat(first.received().get(0).text()).isEqualTo(TEXT);
        }

        @ParameterizedTest
        @ValueSource(strings = {"STARTTLS", "TLS"})
        void brokenTlsShouldFallBackToANewConnection(String step) {
            first.tls(certificate.context()).drop(step);

            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(first.received().get(0).encrypted()).isFalse();
            assertThat(first.connections()).isEqualTo(2);
        }

        @Test
        void tlsThatHangsShouldFallBackToANewConnection() {
            beImpatient();
            first.tls(certificate.context()).hang("TLS");

            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(first.received().get(0).encrypted()).isFalse();
        }

        @Test
        void refusedTlsShouldGoOnInTheClear() {
            first.tls(certificate.context()).answer("STARTTLS", "454 4.7.0 not now");

            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(first.connections()).isEqualTo(1);
        }

        @Test
        void whatComesBeforeTheHandshakeShouldNotCount() {
            first.tls(certificate.context()).answer("STARTTLS", "220 2.0.0 go\r\n250 forged");

            assertThat(deliver(BOB).outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(first.received().get(0).encrypted()).isFalse();
        }
    }

    @Nested
    class ThroughSmarthost {
        private final Optional<Smarthost.Credentials> credentials =
                Optional.of(new Smarthost.Credentials("agent", "secret"));

        private void through(boolean implicitTls, Optional<Smarthost.Credentials> login) {
            dns.a("smarthost.example", "127.0.0.1");
            testee = courier(Optional.of(new Smarthost("smarthost.example", first.port(), implicitTls, login)));
        }

        private Report deliverBoth() {
            return deliver("the smarthost", TEXT.getBytes(StandardCharsets.US_ASCII), BOB, "dora@elsewhere.example");
        }

        @Test
        void allDomainsShouldGoThroughIt() {
            through(false, Optional.empty());

            Report report = deliverBoth();

            assertThat(report.results().values()).allMatch(result -> result.outcome() == Outcome.DELIVERED);
            assertThat(first.received().get(0).recipients()).containsExactly(BOB, "dora@elsewhere.example");
        }

        @Test
        void mailForASmarthostThatIsGoneShouldGoToItsDomains() {
            dns.mx(DOMAIN, 10, "mx1.example.org").mx("elsewhere.example", 10, "mx2.example.org");

            Report report = deliverBoth();

            assertThat(report.results().values()).allMatch(result -> result.outcome() == Outcome.DELIVERED);
            assertThat(first.received().get(0).recipients()).containsExactly(BOB);
            assertThat(second.received().get(0).recipients()).containsExactly("dora@elsewhere.example");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void credentialsShouldBeGivenOverTls(boolean implicitTls) {
            through(implicitTls, credentials);
            if (implicitTls) {
                first.implicitTls(certificate.context());
            } else {
                first.tls(certificate.context());
            }
            first.extensions("AUTH PLAIN LOGIN");

            deliverBoth();

            assertThat(first.received().get(0).encrypted()).isTrue();
            assertThat(first.commands())
                    .contains("AUTH PLAIN "
                            + Base64.getEncoder()
                                    .encodeToString("\0agent\0secret".getBytes(StandardCharsets.US_ASCII)));
        }

        @Test
        void credentialsShouldNotBeGivenInTheClear() {
            through(false, credentials);

            assertDeferred(deliverBoth().results().get(BOB), "offers no STARTTLS");
            assertThat(first.commands()).noneMatch(line -> line.startsWith("AUTH"));
        }

        @Test
        void credentialsShouldNotBeGivenToAnotherServer() {
            dns.a("other.example", "127.0.0.1");
            testee = courier(Optional.of(new Smarthost("other.example", first.port(), false, credentials)));
            first.tls(certificate.context());

            assertDeferred(deliverBoth().results().get(BOB), "4.4.1 ");
            assertThat(first.commands()).noneMatch(line -> line.startsWith("AUTH"));
        }

        @Test
        void refusedCredentialsShouldBeTemporary() {
            through(false, credentials);
            first.tls(certificate.context()).answer("AUTH", "535 5.7.8 no");

            assertDeferred(deliverBoth().results().get(BOB), "535 5.7.8 no");
        }

        @Test
        void aSmarthostWithoutAddressShouldBeTemporary() {
            testee = courier(Optional.of(new Smarthost("nowhere.example", first.port(), false, Optional.empty())));

            assertDeferred(deliverBoth().results().get(BOB), "4.4.3 ");
        }
    }
}

package dev.agentpost.mail.dns.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.dns.DnsAnswer;
import dev.agentpost.mail.dns.DnsAnswer.Absence;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.dns.MailExchange;
import dev.agentpost.mail.peers.TestDnsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DnsjavaResolverTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration SERVER_TIMEOUT = Duration.ofSeconds(5);

    private TestDnsServer dns;
    private DnsResolver testee;

    @BeforeEach
    void setUp() throws IOException {
        dns = TestDnsServer.start();
        testee = new DnsjavaResolver(new DnsConfiguration(List.of(dns.address()), TIMEOUT, SERVER_TIMEOUT));
    }

    @AfterEach
    void tearDown() throws IOException {
        dns.close();
    }

    @Test
    void mailExchangesShouldHaveTheirPreferences() {
        dns.mx("example.org", 20, "Backup.example.org").mx("example.org", 10, "mx.example.org");

        assertThat(testee.mailExchanges("Example.ORG.").block())
                .isEqualTo(new DnsAnswer.Found<>(
                        List.of(new MailExchange(20, "backup.example.org"), new MailExchange(10, "mx.example.org"))));
    }

    @Test
    void aNullMailExchangeShouldBeFoundAsSuch() {
        dns.mx("example.org", 0, "");

        DnsAnswer<MailExchange> answer = testee.mailExchanges("example.org").block();

        assertThat(((DnsAnswer.Found<MailExchange>) answer).records()).allMatch(MailExchange::isNull);
    }

    @Test
    void addressesShouldBeOfBothKinds() throws IOException {
        dns.aaaa("mx.example.org", "::1").a("mx.example.org", "127.0.0.2");

        assertThat(testee.addresses("mx.example.org").block())
                .isEqualTo(new DnsAnswer.Found<>(
                        List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("::1"))));
    }

    @Test
    void stringsOfATextShouldBeJoined() {
        String key = "v=DKIM1; p=" + "A\"b\\".repeat(150);
        dns.txt("s1._domainkey.example.org", key);

        assertThat(testee.texts("s1._domainkey.example.org").block()).isEqualTo(new DnsAnswer.Found<>(List.of(key)));
    }

    @Test
    void anAddressShouldHaveItsHostNames() throws IOException {
        dns.ptr("192.0.2.7", "client.example.org");

        assertThat(testee.hostNames(InetAddress.getByName("192.0.2.7")).block())
                .isEqualTo(new DnsAnswer.Found<>(List.of("client.example.org")));
    }

    @Test
    void aliasesShouldBeFollowed() {
        dns.cname("www.example.org", "other.example.org")
                .cname("other.example.org", "example.org")
                .mx("example.org", 10, "mx.example.org");

        assertThat(testee.mailExchanges("www.example.org").block())
                .isEqualTo(new DnsAnswer.Found<>(List.of(new MailExchange(10, "mx.example.org"))));
    }

    @Test
    void anInternationalNameShouldBeAskedForInAscii() {
        dns.mx("xn--bcher-kva.example", 10, "mx.example.org");

        assertThat(testee.mailExchanges("bücher.example").block()).isInstanceOf(DnsAnswer.Found.class);
    }

    @Test
    void anUnknownNameShouldBeToldFromAnAbsentRecord() {
        dns.a("example.org", "127.0.0.2");

        assertThat(testee.mailExchanges("example.org").block()).isEqualTo(new DnsAnswer.None<>(Absence.RECORD));
        assertThat(testee.mailExchanges("unknown.example").block()).isEqualTo(new DnsAnswer.None<>(Absence.NAME));
        assertThat(testee.addresses("unknown.example").block()).isEqualTo(new DnsAnswer.None<>(Absence.NAME));
    }

    @Test
    void whatCannotBeANameShouldNotExist() {
        assertThat(testee.texts("a".repeat(64) + ".example").block()).isEqualTo(new DnsAnswer.None<>(Absence.NAME));
        assertThat(testee.texts("a..example").block()).isEqualTo(new DnsAnswer.None<>(Absence.NAME));
    }

    @Test
    void troubleShouldBeAFailure() {
        dns.servfail("servfail.example").refuse("refused.example").silent("silent.example");

        assertThat(testee.mailExchanges("servfail.example").block()).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(testee.mailExchanges("refused.example").block()).isInstanceOf(DnsAnswer.Failed.class);
        DnsResolver impatient = new DnsjavaResolver(
                new DnsConfiguration(List.of(dns.address()), Duration.ofMillis(900), Duration.ofMillis(300)));
        assertThat(impatient.addresses("silent.example").block()).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(impatient.texts("silent.example").block())
                .isInstanceOfSatisfying(DnsAnswer.Failed.class, failed -> assertThat(failed.reason())
                        .startsWith("DNS look-up of TXT for silent.example: "));
    }

    @Test
    void aliasesInACircleShouldBeAFailure() {
        dns.cname("a.example", "b.example").cname("b.example", "a.example");

        assertThat(testee.addresses("a.example").block()).isInstanceOf(DnsAnswer.Failed.class);
    }

    @Test
    void aNameServerThatIsNotThereShouldBeAFailure() throws IOException {
        dns.close();

        assertThat(testee.mailExchanges("example.org").block()).isInstanceOf(DnsAnswer.Failed.class);
    }

    @Test
    void theNextServerShouldBeAskedWhenOneHasTrouble() throws IOException {
        try (TestDnsServer second = TestDnsServer.start()) {
            dns.servfail("servfail.example").silent("silent.example");
            second.a("servfail.example", "127.0.0.2").a("silent.example", "127.0.0.2");
            DnsResolver both = new DnsjavaResolver(DnsConfiguration.of(List.of(dns.address(), second.address())));

            assertThat(both.ipv4Addresses("silent.example").block()).isInstanceOf(DnsAnswer.Found.class);
            assertThat(both.ipv4Addresses("servfail.example").block()).isInstanceOf(DnsAnswer.Found.class);
        }
    }

    @Test
    void failuresShouldNotBeRemembered() {
        dns.ttl(300).servfail("example.org").mx("example.org", 10, "mx.example.org");
        testee.mailExchanges("example.org").block();

        dns.heal("example.org");

        assertThat(testee.mailExchanges("example.org").block()).isInstanceOf(DnsAnswer.Found.class);
    }

    @Test
    void aTruncatedAnswerShouldBeFetchedOverTcp() {
        for (int i = 0; i < 200; i++) {
            dns.mx("example.org", i, "mx" + i + ".example.org");
        }
        dns.truncate("example.org");

        DnsAnswer<MailExchange> answer = testee.mailExchanges("example.org").block();

        assertThat(((DnsAnswer.Found<MailExchange>) answer).records()).hasSize(200);
    }

    @Test
    void answersShouldBeRememberedForTheirTimeToLive() {
        dns.ttl(300).mx("example.org", 10, "mx.example.org");

        testee.mailExchanges("example.org").block();
        testee.mailExchanges("example.org").block();
        testee.mailExchanges("unknown.example").block();
        testee.mailExchanges("unknown.example").block();

        assertThat(dns.questions()).containsExactly("MX example.org", "MX unknown.example");
    }

    @Test
    void answersWithoutTimeToLiveShouldNotBeRemembered() {
        dns.ttl(0).mx("example.org", 10, "mx.example.org");

        testee.mailExchanges("example.org").block();
        testee.mailExchanges("example.org").block();

        assertThat(dns.questions()).isEqualTo(Collections.nCopies(2, "MX example.org"));
    }
}

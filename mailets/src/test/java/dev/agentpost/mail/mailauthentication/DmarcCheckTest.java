package dev.agentpost.mail.mailauthentication;

import static dev.agentpost.mail.mailauthentication.AuthenticationFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.mailauthentication.DmarcVerdict.Disposition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7489, on a DNS server of its own. */
class DmarcCheckTest {
    private static final SpfVerdict NO_SPF = new SpfVerdict(Verdict.NONE, "elsewhere.example.net", false);
    private static final List<DkimVerdict> NO_DKIM = List.of();

    @RegisterExtension
    final AuthenticationFixture fixture = new AuthenticationFixture();

    private int dice;
    private DmarcCheck testee;

    @BeforeEach
    void setUp() {
        testee = new DmarcCheck(fixture.resolver, () -> dice);
    }

    private DmarcVerdict check(String from, SpfVerdict spf, List<DkimVerdict> dkim) {
        byte[] section = ("From: " + from + "\r\n").getBytes(StandardCharsets.UTF_8);
        return testee.check(MessageHeader.parse(section).orElseThrow(), spf, dkim, soon());
    }

    private static SpfVerdict spf(Verdict result, String domain) {
        return new SpfVerdict(result, domain, false);
    }

    private static List<DkimVerdict> dkim(Verdict result, String domain) {
        return List.of(new DkimVerdict(result, domain, "s1", "AAAA"));
    }

    @Nested
    class Alignment {
        @ParameterizedTest
        @CsvSource({
            "v=DMARC1; p=reject, example.com, PASS",
            "v=DMARC1; p=reject, bounces.example.com, PASS",
            "v=DMARC1; p=reject; aspf=s, bounces.example.com, FAIL",
            "v=DMARC1; p=reject; aspf=s, Example.COM, PASS",
            "v=DMARC1; p=reject, example.net, FAIL",
            "v=DMARC1; p=reject, com, FAIL",
            "v=DMARC1; p=reject, notexample.com, FAIL"
        })
        void senderShouldHaveToBeOfTheDomain(String record, String domain, Verdict expected) {
            fixture.dns.txt("_dmarc.example.com", record);

            assertThat(check("a@example.com", spf(Verdict.PASS, domain), NO_DKIM)
                            .result())
                    .isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({
            "v=DMARC1; p=reject, example.com, PASS",
            "v=DMARC1; p=reject, mail.example.com, PASS",
            "v=DMARC1; p=reject; adkim=s, mail.example.com, FAIL",
            "v=DMARC1; p=reject; adkim=s, example.com, PASS",
            "v=DMARC1; p=reject, example.net, FAIL"
        })
        void signatureShouldHaveToBeOfTheDomain(String record, String domain, Verdict expected) {
            fixture.dns.txt("_dmarc.example.com", record);

            assertThat(check("a@example.com", NO_SPF, dkim(Verdict.PASS, domain))
                            .result())
                    .isEqualTo(expected);
        }

        @Test
        void softFailShouldNotPass() {
            fixture.dns.txt("_dmarc.example.com", "v=DMARC1; p=none");

            assertThat(check("a@example.com", spf(Verdict.SOFTFAIL, "example.com"), NO_DKIM)
                            .result())
                    .isEqualTo(Verdict.FAIL);
        }
    }

    @Nested
    class Policy {
        @ParameterizedTest
        @CsvSource({
            "v=DMARC1; p=reject, a@example.com, FAIL, REJECT",
            "v=DMARC1; p=quarantine, a@example.com, FAIL, QUARANTINE",
            "v=DMARC1; p=none, a@example.com, FAIL, NONE",
            "v=DMARC1; p=reject; sp=none, a@sub.example.com, FAIL, NONE",
            "v=DMARC1; p=none; sp=reject, a@sub.example.com, FAIL, REJECT",
            "v=DMARC1; p=reject, a@sub.example.com, FAIL, REJECT",
            "v=DMARC1;p=reject;, a@example.com, FAIL, REJECT",
            "v=DMARC1; p=sometimes, a@example.com, NONE, NONE",
            "v=DMARC1; p=sometimes; rua=mailto:x@example.com, a@example.com, FAIL, NONE",
            "p=reject; v=DMARC1, a@example.com, NONE, NONE",
            "v=DMARC2; p=reject, a@example.com, NONE, NONE"
        })
        void recordShouldSayWhatIsAskedFor(String record, String from, Verdict result, Disposition requested) {
            fixture.dns.txt("_dmarc.example.com", record);

            DmarcVerdict verdict = check(from, NO_SPF, NO_DKIM);

            assertThat(verdict.result()).isEqualTo(result);
            assertThat(verdict.requested()).isEqualTo(requested);
        }

        @Test
        void recordOfTheDomainShouldGoBeforeThatOfTheOrganization() {
            fixture.dns
                    .txt("_dmarc.example.com", "v=DMARC1; p=reject")
                    .txt("_dmarc.sub.example.com", "v=DMARC1; p=none");

            assertThat(check("a@sub.example.com", NO_SPF, NO_DKIM).requested()).isEqualTo(Disposition.NONE);
        }

        @Test
        void twoRecordsShouldBeNone() {
            fixture.dns.txt("_dmarc.example.com", "v=DMARC1; p=reject").txt("_dmarc.example.com", "v=DMARC1; p=none");

            assertThat(check("a@example.com", NO_SPF, NO_DKIM).result()).isEqualTo(Verdict.NONE);
        }

        @Test
        void outsideOfTheSampleTheMilderPolicyShouldApply() {
            fixture.dns.txt("_dmarc.example.com", "v=DMARC1; p=reject; pct=30");

            dice = 29;
            assertThat(check("a@example.com", NO_SPF, NO_DKIM).requested()).isEqualTo(Disposition.REJECT);
            dice = 30;
            assertThat(check("a@example.com", NO_SPF, NO_DKIM).requested()).isEqualTo(Disposition.QUARANTINE);
        }

        @Test
        void domainWithoutRecordShouldAskForNothing() {
            assertThat(check("a@example.com", NO_SPF, NO_DKIM))
                    .isEqualTo(new DmarcVerdict(Verdict.NONE, "example.com", Disposition.NONE));
        }
    }

    @Nested
    class Author {
        @ParameterizedTest
        @ValueSource(strings = {"", "nobody", "undisclosed:;", "<>"})
        void unreadableFromShouldBeAnError(String from) {
            assertThat(check(from, NO_SPF, NO_DKIM).result()).isEqualTo(Verdict.PERMERROR);
        }

        /** Mail programs show the one or the other. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a@example.com, b@example.net",
                    "b@example.net, a@example.com",
                    "b@example.net\r\nFrom: a@example.com"
                })
        void worstOfSeveralAuthorsShouldCount(String from) {
            fixture.dns.txt("_dmarc.example.com", "v=DMARC1; p=reject").txt("_dmarc.example.net", "v=DMARC1; p=none");

            DmarcVerdict verdict = check(from, spf(Verdict.PASS, "example.net"), NO_DKIM);

            assertThat(verdict.domain()).isEqualTo("example.com");
            assertThat(verdict.asksToReject()).isTrue();
        }
    }

    @Nested
    class Trouble {
        @Test
        void recordThatCannotBeReadShouldBeATemporaryError() {
            fixture.dns.servfail("_dmarc.example.com");

            assertThat(check("a@example.com", NO_SPF, NO_DKIM).result()).isEqualTo(Verdict.TEMPERROR);
        }

        @Test
        void signatureThatMightPassShouldBeWaitedFor() {
            fixture.dns.txt("_dmarc.example.com", "v=DMARC1; p=reject");

            assertThat(check("a@example.com", NO_SPF, dkim(Verdict.TEMPERROR, "example.com"))
                            .result())
                    .isEqualTo(Verdict.TEMPERROR);
            assertThat(check("a@example.com", NO_SPF, dkim(Verdict.TEMPERROR, "example.net"))
                            .result())
                    .isEqualTo(Verdict.FAIL);
            assertThat(check("a@example.com", spf(Verdict.TEMPERROR, "example.com"), NO_DKIM)
                            .result())
                    .isEqualTo(Verdict.TEMPERROR);
        }

        @Test
        void passShouldNotNeedTheOther() {
            fixture.dns.txt("_dmarc.example.com", "v=DMARC1; p=reject");

            assertThat(check("a@example.com", spf(Verdict.PASS, "example.com"), dkim(Verdict.TEMPERROR, "example.com"))
                            .result())
                    .isEqualTo(Verdict.PASS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "a.b.example.com, example.com",
        "a.b.example.co.uk, example.co.uk",
        "co.uk, co.uk",
        "a.example.test, example.test",
        "localhost, localhost",
        "[192.0.2.1], [192.0.2.1]"
    })
    void organizationalDomainShouldBeOneLabelBelowThePublicSuffix(String domain, String organization) {
        assertThat(OrganizationalDomain.of(domain)).isEqualTo(organization);
    }
}

package dev.agentpost.mail.mailauthentication.jspf;

import static dev.agentpost.mail.mailauthentication.AuthenticationFixture.from;
import static dev.agentpost.mail.mailauthentication.AuthenticationFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailauthentication.AuthenticationFixture;
import dev.agentpost.mail.mailauthentication.Deadline;
import dev.agentpost.mail.mailauthentication.SpfVerdict;
import dev.agentpost.mail.mailauthentication.Verdict;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JspfCheckTest {
    @RegisterExtension
    final AuthenticationFixture fixture = new AuthenticationFixture();

    private JspfCheck testee;

    @BeforeEach
    void setUp() {
        testee = new JspfCheck(fixture.resolver, "mail.example.org");
    }

    private Verdict check(String client, String sender) {
        return testee.check(from(client, "client.example.net", sender), soon()).result();
    }

    /** The zone and the records of RFC 7208 appendix A. */
    @Nested
    class Examples {
        @BeforeEach
        void publish() {
            fixture.dns
                    .mx("example.com", 10, "mail-a.example.com")
                    .mx("example.com", 20, "mail-b.example.com")
                    .a("example.com", "192.0.2.10")
                    .a("example.com", "192.0.2.11")
                    .a("amy.example.com", "192.0.2.65")
                    .a("bob.example.com", "192.0.2.66")
                    .a("mail-a.example.com", "192.0.2.129")
                    .a("mail-b.example.com", "192.0.2.130")
                    .mx("example.org", 10, "mail-c.example.org")
                    .a("mail-c.example.org", "192.0.2.140")
                    .ptr("192.0.2.10", "example.com")
                    .ptr("192.0.2.65", "amy.example.com");
        }

        @ParameterizedTest
        @CsvSource({
            "v=spf1 +all, 203.0.113.1, PASS",
            "v=spf1 a -all, 192.0.2.10, PASS",
            "v=spf1 a -all, 192.0.2.12, FAIL",
            "v=spf1 a:example.org -all, 192.0.2.10, FAIL",
            "v=spf1 mx -all, 192.0.2.129, PASS",
            "v=spf1 mx -all, 192.0.2.131, FAIL",
            "v=spf1 mx:example.org -all, 192.0.2.140, PASS",
            "v=spf1 mx mx:example.org -all, 192.0.2.130, PASS",
            "v=spf1 mx/30 mx:example.org/30 -all, 192.0.2.131, PASS",
            "v=spf1 mx/30 mx:example.org/30 -all, 192.0.2.132, FAIL",
            "v=spf1 ptr -all, 192.0.2.65, PASS",
            "v=spf1 ptr -all, 192.0.2.140, FAIL",
            "v=spf1 ip4:192.0.2.128/28 -all, 192.0.2.65, FAIL",
            "v=spf1 ip4:192.0.2.128/28 -all, 192.0.2.129, PASS",
            "v=spf1 ip6:2001:db8::/32 -all, 2001:db8::7, PASS",
            "v=spf1 ip6:2001:db8::/32 -all, 2001:db9::7, FAIL",
            "v=spf1 ~all, 192.0.2.1, SOFTFAIL",
            "v=spf1 ?all, 192.0.2.1, NEUTRAL",
            "v=spf1, 192.0.2.1, NEUTRAL",
            "v=spf1 redirect=none.example.com, 192.0.2.1, PERMERROR",
            "v=spf1 include:none.example.com -all, 192.0.2.1, PERMERROR",
            "v=spf1 nonsense -all, 192.0.2.1, PERMERROR",
            "v=spf1 exists:%{ir}.list.example.com -all, 192.0.2.1, FAIL",
            "v=spf1 exists:%{l}.example.com -all, 192.0.2.1, PASS"
        })
        void recordShouldMeanWhatTheStandardSays(String record, String client, Verdict expected) {
            fixture.dns.txt("example.com", record);

            assertThat(check(client, "amy@example.com")).isEqualTo(expected);
        }

        @Test
        void serverOfVersion6AmongTheExchangesShouldPass() {
            fixture.dns.txt("example.com", "v=spf1 mx -all").aaaa("mail-b.example.com", "2001:db8::25");

            assertThat(check("2001:db8::25", "amy@example.com")).isEqualTo(Verdict.PASS);
        }

        @Test
        void includedRecordShouldCount() {
            fixture.dns
                    .txt("example.com", "v=spf1 include:_spf.example.org -all")
                    .txt("_spf.example.org", "v=spf1 ip4:203.0.113.0/24 ~all");

            assertThat(check("203.0.113.9", "amy@example.com")).isEqualTo(Verdict.PASS);
            assertThat(check("198.51.100.9", "amy@example.com")).isEqualTo(Verdict.FAIL);
        }
    }

    @Nested
    class Identity {
        @Test
        void emptySenderShouldBeJudgedByWhatEhloSaid() {
            fixture.dns.txt("client.example.net", "v=spf1 ip4:192.0.2.1 -all");

            assertThat(testee.check(from("192.0.2.1", "client.example.net", ""), soon()))
                    .isEqualTo(new SpfVerdict(Verdict.PASS, "client.example.net", true));
        }

        @ParameterizedTest
        @CsvSource({"my laptop", "[192.0.2.1]", "x", "a..b", "'b\u00fcro.example.net'"})
        void nameThatIsNoneShouldTellNothing(String hello) {
            assertThat(testee.check(from("192.0.2.1", hello, ""), soon()).result())
                    .isIn(Verdict.NONE, Verdict.PERMERROR);
        }

        @Test
        void domainWithoutRecordShouldTellNothing() {
            assertThat(check("192.0.2.1", "amy@example.com")).isEqualTo(Verdict.NONE);
        }

        @Test
        void twoRecordsShouldBeAnError() {
            fixture.dns.txt("example.com", "v=spf1 +all").txt("example.com", "v=spf1 -all");

            assertThat(check("192.0.2.1", "amy@example.com")).isEqualTo(Verdict.PERMERROR);
        }
    }

    /** RFC 7208 section 4.6.4. */
    @Nested
    class Limits {
        private void includes(int count) {
            StringBuilder record = new StringBuilder("v=spf1");
            IntStream.range(0, count).forEach(i -> {
                record.append(" include:i").append(i).append(".example.com");
                fixture.dns.txt("i" + i + ".example.com", "v=spf1 ip4:198.51.100." + i + " ?all");
            });
            fixture.dns.txt("example.com", record + " +all");
        }

        @Test
        void tenLookupsShouldBeAllowed() {
            includes(10);

            assertThat(check("192.0.2.1", "amy@example.com")).isEqualTo(Verdict.PASS);
        }

        @Test
        void eleventhLookupShouldBeAnError() {
            includes(11);

            assertThat(check("192.0.2.1", "amy@example.com")).isEqualTo(Verdict.PERMERROR);
        }

        @Test
        void recordThatIncludesItselfShouldBeAnError() {
            fixture.dns.txt("example.com", "v=spf1 include:example.com -all");

            assertThat(check("192.0.2.1", "amy@example.com")).isEqualTo(Verdict.PERMERROR);
        }

        @Test
        void thirdLookupThatFindsNothingShouldBeAnError() {
            fixture.dns.txt("example.com", "v=spf1 a:a.example.com a:b.example.com +all");
            assertThat(check("192.0.2.1", "amy@example.com")).isEqualTo(Verdict.PASS);

            fixture.dns.txt("example.net", "v=spf1 a:a.example.com a:b.example.com a:c.example.com +all");
            assertThat(check("192.0.2.1", "amy@example.net")).isEqualTo(Verdict.PERMERROR);
        }
    }

    /** "DNS trouble = temperror, never a wrong verdict". */
    @Nested
    class Trouble {
        @Test
        void recordThatCannotBeReadShouldBeATemporaryError() {
            fixture.dns.servfail("example.com");

            assertThat(check("192.0.2.1", "amy@example.com")).isEqualTo(Verdict.TEMPERROR);
        }

        @Test
        void serverThatIsSilentShouldBeATemporaryError() {
            fixture.dns.txt("example.com", "v=spf1 a:slow.example.com -all").silent("slow.example.com");

            assertThat(check("192.0.2.1", "amy@example.com")).isEqualTo(Verdict.TEMPERROR);
        }

        @Test
        void endOfTheTimeShouldBeATemporaryError() {
            fixture.dns.txt("example.com", "v=spf1 -all");

            assertThat(testee.check(from("192.0.2.1", "x", "amy@example.com"), Deadline.in(Duration.ZERO))
                            .result())
                    .isEqualTo(Verdict.TEMPERROR);
        }
    }
}

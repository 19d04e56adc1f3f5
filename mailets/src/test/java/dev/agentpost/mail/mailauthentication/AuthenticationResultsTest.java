package dev.agentpost.mail.mailauthentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailauthentication.DmarcVerdict.Disposition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 8601. */
class AuthenticationResultsTest {
    private static final String HOST = "mail.example.org";

    @Test
    void nothingFoundOutShouldBeSaid() {
        assertThat(AuthenticationResults.NONE.field(HOST))
                .isEqualTo("Authentication-Results: mail.example.org; none\r\n");
    }

    @Test
    void everyVerdictShouldStandInTheField() {
        AuthenticationResults results = new AuthenticationResults(
                new SpfVerdict(Verdict.SOFTFAIL, "example.com", false),
                List.of(
                        new DkimVerdict(Verdict.PASS, "example.com", "s1", "AbC/+=9z"),
                        new DkimVerdict(Verdict.PERMERROR, "", "", "")),
                new DmarcVerdict(Verdict.FAIL, "example.net", Disposition.REJECT));

        assertThat(results.field(HOST))
                .isEqualTo(
                        """
                        Authentication-Results: mail.example.org;\r
                        \tspf=softfail smtp.mailfrom=example.com;\r
                        \tdkim=pass header.d=example.com header.s=s1 header.b="AbC/+=9z";\r
                        \tdkim=permerror;\r
                        \tdmarc=fail (p=reject) header.from=example.net\r
                        """);
    }

    @Test
    void messageWithoutSignatureShouldSaySo() {
        AuthenticationResults results = new AuthenticationResults(
                new SpfVerdict(Verdict.PASS, "client.example.net", true),
                List.of(),
                DmarcVerdict.of(Verdict.NONE, "example.com"));

        assertThat(results.field(HOST)).contains("spf=pass smtp.helo=client.example.net;", "dkim=none;", "dmarc=none ");
    }

    @Test
    void whatIsNoNameShouldNotGetIn() {
        AuthenticationResults results = new AuthenticationResults(
                new SpfVerdict(Verdict.NONE, "a;\r\n dkim=pass", true),
                List.of(new DkimVerdict(Verdict.FAIL, "x y", "\"", "A\r\nB")),
                DmarcVerdict.of(Verdict.PERMERROR, "(c)"));

        assertThat(results.field(HOST))
                .isEqualTo("Authentication-Results: mail.example.org;\r\n\tspf=none;\r\n\tdkim=fail;\r\n"
                        + "\tdmarc=permerror\r\n");
    }
}

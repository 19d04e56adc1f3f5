package dev.agentpost.mail.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailRecordsTest {
    private final MailRecords testee = new MailRecords("mx.example.org", 465, 993, 8443);

    private List<DnsRecord> records() {
        return testee.of("acme.example").collectList().block();
    }

    private boolean isMet(String purpose, String... published) {
        return records().stream()
                .filter(record -> record.purpose().equals(purpose))
                .allMatch(record -> record.isMetBy().test(List.of(published)));
    }

    @Test
    void recordsShouldBeWhatAZoneFileNeeds() {
        assertThat(records())
                .extracting(record -> record.type() + " " + record.name() + " " + record.value())
                .containsExactly(
                        "MX acme.example 10 mx.example.org",
                        "TXT acme.example v=spf1 mx ~all",
                        "TXT _dmarc.acme.example v=DMARC1; p=none",
                        "SRV _submissions._tcp.acme.example 0 1 465 mx.example.org",
                        "SRV _imaps._tcp.acme.example 0 1 993 mx.example.org",
                        "SRV _submission._tcp.acme.example 0 0 0 .",
                        "SRV _imap._tcp.acme.example 0 0 0 .",
                        "SRV _autodiscover._tcp.acme.example 0 1 8443 mx.example.org");
    }

    @Test
    void everyRecordShouldMeetItself() {
        assertThat(records()).allMatch(record -> record.isMetBy().test(List.of(record.value())));
    }

    @Test
    void nothingShouldMeetNoRecord() {
        assertThat(records()).noneMatch(record -> record.isMetBy().test(List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mx    | 50 MX.example.org                             | true",
                "mx    | 10 mx.example.net                             | false",
                "spf   | v=spf1 include:_spf.example.net +mx -all      | true",
                "spf   | V=SPF1 a:mx.example.org -all                  | true",
                "spf   | v=spf1 include:_spf.example.net -all          | false",
                "spf   | v=spf10 mx                                    | false",
                "spf   | v=spf1 -mx -all                               | false",
                "dmarc | v=DMARC1; p=reject; rua=mailto:a@example.com  | true",
                "dmarc | p=reject                                      | false",
                "smtps | 5 5 465 mx.example.org                        | true",
                "smtps | 0 1 587 mx.example.org                        | false",
                "imaps | 0 1 993 imap.example.net                      | false",
                "imap  | 0 0 0                                         | true",
                "imap  | 0 1 143 mx.example.org                        | false",
                "submission   | 5 0 0                                  | true",
                "submission   | 0 1 587 mx.example.org                 | false",
                "autodiscover | 0 1 8443 MX.example.org                | true",
                "autodiscover | 0 1 443 mx.example.org                 | false",
            })
    void recordOfOnesOwnShouldDoWhenItSaysTheSame(String purpose, String published, boolean isMet) {
        assertThat(isMet(purpose, "something else", published)).isEqualTo(isMet);
    }

    /** RFC 7208 section 4.5. */
    @Test
    void twoSpfRecordsShouldBeNone() {
        assertThat(isMet("spf", "v=spf1 mx ~all", "v=spf1 a ~all")).isFalse();
    }
}

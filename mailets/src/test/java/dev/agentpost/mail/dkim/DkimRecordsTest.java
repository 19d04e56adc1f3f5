package dev.agentpost.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.dkim.memory.MemoryDkimKeyStore;
import dev.agentpost.mail.dns.dnsjava.DnsConfiguration;
import dev.agentpost.mail.dns.dnsjava.DnsjavaResolver;
import dev.agentpost.mail.domain.DnsRecord;
import dev.agentpost.mail.peers.TestDnsServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DkimRecordsTest {
    /** "with the DNS records to publish (MX, SPF, DKIM, DMARC, SRV) printed and checked one by one". */
    @Test
    void keyOfADomainShouldBeAmongItsRecords() throws IOException {
        try (TestDnsServer dns = TestDnsServer.start()) {
            DkimKeys keys = new DkimKeys(
                    new MemoryDkimKeyStore(),
                    new DnsjavaResolver(DnsConfiguration.of(List.of(dns.address()))),
                    new TestClock());

            List<DnsRecord> records =
                    new DkimRecords(keys).of("acme.example.com").collectList().block();

            assertThat(records).hasSize(1);
            DnsRecord record = records.get(0);
            assertThat(record.purpose()).isEqualTo("dkim");
            assertThat(record.name()).endsWith("._domainkey.acme.example.com");
            assertThat(record.isMetBy().test(List.of(record.value()))).isTrue();
            assertThat(record.isMetBy().test(List.of("v=DKIM1; p=other"))).isFalse();
            assertThat(record.isMetBy().test(List.of())).isFalse();
        }
    }
}

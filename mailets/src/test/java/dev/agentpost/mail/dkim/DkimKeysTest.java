package dev.agentpost.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.dkim.memory.MemoryDkimKeyStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DkimKeysTest {
    private static final String DOMAIN = "acme.example";

    private final AtomicLong nanos = new AtomicLong();
    private final TextRecords dns = new TextRecords();
    private final DkimKeyStore store = new MemoryDkimKeyStore();
    private final DkimKeys here = node();
    private final DkimKeys otherNode = node();

    private DkimKeys node() {
        return new DkimKeys(
                store, dns.resolver(), Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC), nanos::get);
    }

    private DkimKey signing() {
        return here.signing(DOMAIN).block();
    }

    private List<DkimKey> toPublish() {
        return here.toPublish(DOMAIN).block();
    }

    private void staleAnswersEnd() {
        nanos.addAndGet(DkimKeys.STALENESS.toNanos());
    }

    @Test
    void firstKeyShouldSignBeforeAnybodyPublishesIt() {
        DkimKey key = signing();

        assertThat(key.selector()).isEqualTo("agentpost1");
        assertThat(otherNode.signing(DOMAIN).block()).isEqualTo(key);
        assertThat(toPublish()).containsExactly(key);
        assertThat(dns.questions()).isZero();
    }

    @Test
    void domainsShouldHaveKeysOfTheirOwn() {
        assertThat(here.signing("other.example").block().publicKey())
                .isNotEqualTo(signing().publicKey());
    }

    @Test
    void keyBeforeShouldSignUntilTheRecordOfTheNewOneIsThere() {
        DkimKey before = signing();
        dns.publish(before);

        DkimKey rotated = here.rotate(DOMAIN).block();

        assertThat(rotated.selector()).isEqualTo("agentpost2");
        assertThat(signing()).isEqualTo(before);
        assertThat(toPublish()).containsExactly(rotated, before);
        dns.publish(rotated);
        staleAnswersEnd();
        assertThat(signing()).isEqualTo(rotated);
        assertThat(otherNode.signing(DOMAIN).block()).isEqualTo(rotated);
        assertThat(toPublish()).containsExactly(rotated);
    }

    @Test
    void keyBeforeShouldSignWhenTheDnsDoesNotAnswerForTheNewOne() {
        DkimKey before = signing();
        dns.publish(before);
        DkimKey rotated = here.rotate(DOMAIN).block();
        dns.failFor(rotated);

        assertThat(signing()).isEqualTo(before);
    }

    @Test
    void newestKeyShouldSignWhenNoneIsPublished() {
        signing();

        DkimKey rotated = here.rotate(DOMAIN).block();

        assertThat(signing()).isEqualTo(rotated);
    }

    @Test
    void recordOfAnotherKeyShouldNotCount() {
        DkimKey before = signing();
        dns.publish(before);
        DkimKey rotated = here.rotate(DOMAIN).block();
        dns.publish(DkimKey.generate(DOMAIN, rotated.number(), rotated.createdAt()));

        assertThat(signing()).isEqualTo(before);
    }

    @Test
    void keysThatNobodyNeedsShouldGoWithTheNextRotation() {
        signing();
        DkimKey second = here.rotate(DOMAIN).block();
        dns.publish(second);
        staleAnswersEnd();

        DkimKey third = here.rotate(DOMAIN).block();

        assertThat(store.list(DOMAIN).collectList().block()).containsExactly(third, second);
    }

    @Test
    void recordShouldBeMetHoweverItIsSplit() {
        DkimKey key = signing();
        String value = key.recordValue();

        assertThat(KeyRecord.isMetBy(key, List.of(value))).isTrue();
        assertThat(KeyRecord.isMetBy(key, List.of("p=" + key.publicKey() + " ; v=DKIM1")))
                .isTrue();
        assertThat(KeyRecord.isMetBy(key, List.of(value.substring(0, 300)))).isFalse();
        assertThat(KeyRecord.isMetBy(key, List.of(value, value))).isFalse();
        assertThat(KeyRecord.isMetBy(key, List.of())).isFalse();
    }

    /** RFC 1035 section 3.3: at most 255 octets in a string. */
    @Test
    void zoneFileShouldHaveShortStrings() {
        String line = KeyRecord.zoneFileLine(signing());

        assertThat(line).startsWith("agentpost1._domainkey.acme.example. IN TXT ( \"v=DKIM1; k=rsa; p=");
        assertThat(line.split("\"")).allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(255));
        assertThat(line.replaceAll("^[^\"]*\"|\"[^\"]*\"|\" \\)$", ""))
                .isEqualTo(signing().recordValue());
    }

    @Test
    void privateKeyShouldNotBeShown() {
        DkimKey key = signing();

        assertThat(key.toString()).isEqualTo("agentpost1._domainkey.acme.example (***)");
    }
}

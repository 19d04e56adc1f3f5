package dev.agentpost.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What every store of DKIM keys does. */
public interface DkimKeyStoreContract {
    Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");

    DkimKeyStore testee();

    static String newDomain() {
        return UUID.randomUUID() + ".example";
    }

    private List<DkimKey> list(String domain) {
        return testee().list(domain).collectList().block();
    }

    @Test
    default void domainShouldHaveNoKeyAtFirst() {
        assertThat(list(newDomain())).isEmpty();
    }

    @Test
    default void keysShouldBeListedTheNewestFirstAsTheyWereAdded() {
        String domain = newDomain();
        List<DkimKey> keys = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> DkimKey.generate(domain, number, NOW))
                .toList();

        Flux.fromIterable(keys).concatMap(testee()::add).blockLast();

        assertThat(list(domain)).containsExactly(keys.get(2), keys.get(1), keys.get(0));
        assertThat(list(newDomain())).isEmpty();
    }

    /** Two nodes that make a key at the same time sign with the same one. */
    @Test
    default void oneOfSimultaneousKeysShouldStay() {
        String domain = newDomain();
        List<DkimKey> keys = IntStream.range(0, 4)
                .mapToObj(i -> DkimKey.generate(domain, 1, NOW))
                .toList();

        Flux.fromIterable(keys).flatMap(testee()::add).blockLast();

        assertThat(list(domain)).hasSize(1).isSubsetOf(keys);
    }

    @Test
    default void laterKeyOfTheSameNumberShouldBeLeftOut() {
        DkimKey first = DkimKey.generate(newDomain(), 1, NOW);
        testee().add(first).block();

        testee().add(DkimKey.generate(first.domain(), 1, NOW)).block();

        assertThat(list(first.domain())).containsExactly(first);
    }

    @Test
    default void deleteShouldBeIdempotent() {
        DkimKey key = DkimKey.generate(newDomain(), 1, NOW);
        testee().add(key).block();

        testee().delete(key.domain(), 1).block();
        testee().delete(key.domain(), 1).block();

        assertThat(list(key.domain())).isEmpty();
    }
}

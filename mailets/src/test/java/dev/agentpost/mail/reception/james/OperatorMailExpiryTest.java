package dev.agentpost.mail.reception.james;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.UlidCreator;
import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.core.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.mailrepository.memory.MailRepositoryStoreConfiguration;
import org.apache.james.mailrepository.memory.MemoryMailRepository;
import org.apache.james.mailrepository.memory.MemoryMailRepositoryStore;
import org.apache.james.mailrepository.memory.MemoryMailRepositoryUrlStore;
import org.apache.james.mailrepository.memory.SimpleMailRepositoryLoader;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatorMailExpiryTest {
    private static final MailRepositoryUrl URL = MailRepositoryUrl.from("memory://postmaster/");

    private final TestClock clock = new TestClock();
    private MailRepository kept;
    private OperatorMailExpiry expiry;

    @BeforeEach
    void setUp() throws Exception {
        MemoryMailRepositoryStore repositories = new MemoryMailRepositoryStore(
                new MemoryMailRepositoryUrlStore(),
                new SimpleMailRepositoryLoader(),
                MailRepositoryStoreConfiguration.forItems(new MailRepositoryStoreConfiguration.Item(
                        ImmutableList.of(new Protocol("memory")),
                        MemoryMailRepository.class.getName(),
                        new BaseHierarchicalConfiguration())));
        repositories.init();
        kept = repositories.select(URL);
        expiry = new OperatorMailExpiry(repositories, URL, clock);
    }

    private MailKey keep(Instant when) throws Exception {
        return keep(UlidCreator.getUlid(when.toEpochMilli()).toString());
    }

    private MailKey keep(String name) throws Exception {
        return kept.store(MailImpl.builder()
                .name(name)
                .addRecipient("postmaster@here.example")
                .build());
    }

    @Test
    void oldMailShouldBeRemoved() throws Exception {
        Instant oldest = clock.instant().minus(OperatorMailExpiry.RETENTION);
        keep(oldest.minusMillis(1));
        MailKey stays = keep(oldest);

        expiry.removeOld();

        assertThat(kept.list()).toIterable().containsExactly(stays);
    }

    @Test
    void onlySoManyShouldBeKeptTheNewestOnes() throws Exception {
        MailKey oldest = keep(clock.instant().minus(Duration.ofDays(1)));
        for (int i = 0; i < OperatorMailExpiry.MAX_MAILS - 1; i++) {
            keep(clock.instant());
        }
        expiry.removeOld();
        assertThat(kept.size()).isEqualTo(OperatorMailExpiry.MAX_MAILS);

        keep(clock.instant());
        expiry.removeOld();

        assertThat(kept.size()).isEqualTo(OperatorMailExpiry.MAX_MAILS);
        assertThat(kept.retrieve(oldest)).isNull();
    }

    @Test
    void whatWasPutThereByHandShouldNotExpire() throws Exception {
        MailKey byHand = keep("by-hand");
        clock.advance(Duration.ofDays(365));

        expiry.removeOld();

        assertThat(kept.list()).toIterable().containsExactly(byHand);
    }
}

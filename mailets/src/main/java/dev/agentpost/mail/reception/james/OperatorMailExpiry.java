package dev.agentpost.mail.reception.james;

import com.github.f4b6a3.ulid.Ulid;
import com.google.common.collect.Streams;
import dev.agentpost.mail.mailboxstore.PeriodicWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javax.mail.MessagingException;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Anybody in the world can write to postmaster and abuse, and nobody may be there to read it: what is older than {@link
 * #RETENTION}, and all but the newest {@link #MAX_MAILS}, is removed.
 */
public final class OperatorMailExpiry {
    public static final Duration RETENTION = Duration.ofDays(30);
    public static final int MAX_MAILS = 1_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(OperatorMailExpiry.class);
    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final Duration EVERY = Duration.ofMinutes(15);

    private final MailRepositoryStore repositories;
    private final MailRepositoryUrl url;
    private final Clock clock;

    public OperatorMailExpiry(MailRepositoryStore repositories, MailRepositoryUrl url, Clock clock) {
        this.repositories = repositories;
        this.url = url;
        this.clock = clock;
    }

    public PeriodicWork asUpkeep() {
        return new PeriodicWork("expiry of mail for the operator", FIRST, EVERY, () -> Mono.fromCallable(() -> {
                    removeOld();
                    return true;
                })
                .subscribeOn(Schedulers.boundedElastic()));
    }

    /** Blocks. */
    void removeOld() throws MessagingException, MailRepositoryStore.MailRepositoryStoreException {
        MailRepository repository = repositories.select(url);
        List<MailKey> newestFirst = Streams.stream(repository.list())
                .sorted(Comparator.comparing(OperatorMailExpiry::keptSince).reversed())
                .toList();
        Instant oldest = clock.instant().minus(RETENTION);
        List<MailKey> old = IntStream.range(0, newestFirst.size())
                .filter(i -> i >= MAX_MAILS || keptSince(newestFirst.get(i)).isBefore(oldest))
                .mapToObj(newestFirst::get)
                .toList();
        for (MailKey key : old) {
            repository.remove(key);
        }
        if (!old.isEmpty()) {
            LOGGER.info("removed {} old mails for the operator from {}", old.size(), url.asString());
        }
    }

    /** As its name tells; what has another name was put there by hand and goes by number only. */
    private static Instant keptSince(MailKey key) {
        String name = key.asString();
        return name.length() >= Ulid.ULID_CHARS && Ulid.isValid(name.substring(0, Ulid.ULID_CHARS))
                ? Ulid.getInstant(name.substring(0, Ulid.ULID_CHARS))
                : Instant.MAX;
    }
}

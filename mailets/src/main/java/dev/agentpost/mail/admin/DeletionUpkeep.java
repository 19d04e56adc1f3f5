package dev.agentpost.mail.admin;

import dev.agentpost.mail.deletion.Deletion;
import dev.agentpost.mail.deletion.UnfinishedDeletions;
import dev.agentpost.mail.mailboxstore.PeriodicWork;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Brings deletions to their end, whoever began them. May run on several nodes at once. */
public final class DeletionUpkeep {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private static final Logger LOGGER = LoggerFactory.getLogger(DeletionUpkeep.class);

    private final AtomicBoolean fails = new AtomicBoolean();
    private final UnfinishedDeletions unfinished;
    private final InboxDeletion inboxes;
    private final OrganizationDeletion organizations;
    private final DomainDeletion domains;

    @Inject
    public DeletionUpkeep(
            UnfinishedDeletions unfinished,
            InboxDeletion inboxes,
            OrganizationDeletion organizations,
            DomainDeletion domains) {
        this.unfinished = unfinished;
        this.inboxes = inboxes;
        this.organizations = organizations;
        this.domains = domains;
    }

    public PeriodicWork asUpkeep() {
        return new PeriodicWork("finishing of deletions", EVERY, EVERY, this::run);
    }

    /** All that nobody is at and that may be ended. */
    public Mono<Void> run() {
        return unfinished
                .resume(this::resume)
                .doOnSuccess(done -> fails.set(false))
                .onErrorResume(this::failed);
    }

    private Mono<Void> failed(Throwable failure) {
        if (fails.compareAndSet(false, true)) {
            LOGGER.warn("deletions are not finished for now: {}", failure.toString());
        }
        return Mono.empty();
    }

    private Mono<Void> resume(Deletion deletion) {
        return switch (deletion.kind()) {
            case INBOX -> inboxes.resume(deletion);
            case ORGANIZATION -> organizations.finish(deletion);
            case DOMAIN -> domains.finish(deletion).then();
        };
    }
}

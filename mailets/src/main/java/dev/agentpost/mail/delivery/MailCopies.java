package dev.agentpost.mail.delivery;

import java.time.Instant;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * Stores each copy of a mail once, as far as the folder's store allows: a copy whose storing was cut short is looked
 * for in its folder before it is stored again.
 */
public final class MailCopies {

    /** A folder that copies go to; blocking work is the implementation's to move elsewhere. */
    public interface Folder {
        Mono<Void> append(CopyId copy, CopyContent content);

        /** Whether a message that carries the submission id stands among those that came since then. */
        Mono<Boolean> holds(CopyId copy, Instant since);
    }

    private final DeliveryLedger ledger;
    private final Folder folder;
    private final java.time.Clock clock;

    public MailCopies(DeliveryLedger ledger, Folder folder, java.time.Clock clock) {
        this.ledger = Objects.requireNonNull(ledger);
        this.folder = Objects.requireNonNull(folder);
        this.clock = Objects.requireNonNull(clock);
    }

    /** Complete when the copy is durable. An error means that the same call must be made again later. */
    public Mono<Void> store(CopyId copy, CopyContent content) {
        return ledger.find(copy).flatMap(state -> {
            if (state instanceof DeliveryLedger.State.Done) {
                return Mono.empty();
            }
            if (state instanceof DeliveryLedger.State.Started started) {
                return folder.holds(copy, started.when())
                        .flatMap(there -> there ? Mono.empty() : folder.append(copy, content))
                        .then(ledger.saveDone(copy));
            }
            return ledger.saveStarted(copy, clock.instant())
                    .then(folder.append(copy, content))
                    .then(ledger.saveDone(copy));
        });
    }
}

package dev.agentpost.mail.delivery;

import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * Copies in a store that cannot tell a second one from a new message: a copy whose storing was cut short is looked for
 * in its folder before it is stored again.
 */
public final class LedgerCopies implements MailCopies {

    /** A folder that copies go to; blocking work is the implementation's to move elsewhere. */
    public interface Folder {
        Mono<Void> append(CopyId copy, MessageSource message);

        /** Whether a message that carries the submission id stands among those that came since then. */
        Mono<Boolean> holds(CopyId copy, Instant since);
    }

    private final DeliveryLedger ledger;
    private final Folder folder;
    private final InboxStore inboxes;
    private final Clock clock;

    public LedgerCopies(DeliveryLedger ledger, Folder folder, InboxStore inboxes, Clock clock) {
        this.ledger = Objects.requireNonNull(ledger);
        this.folder = Objects.requireNonNull(folder);
        this.inboxes = Objects.requireNonNull(inboxes);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public Mono<Outcome> store(CopyId copy, MessageSource message) {
        return inboxes.find(copy.inbox())
                .flatMap(inbox -> storeOnce(copy, message).thenReturn(Outcome.STORED))
                .defaultIfEmpty(Outcome.NO_SUCH_INBOX);
    }

    private Mono<Void> storeOnce(CopyId copy, MessageSource message) {
        return ledger.find(copy).flatMap(state -> {
            if (state instanceof DeliveryLedger.State.Done) {
                return Mono.empty();
            }
            if (state instanceof DeliveryLedger.State.Started started) {
                return folder.holds(copy, started.when())
                        .flatMap(there -> there ? Mono.empty() : folder.append(copy, message))
                        .then(ledger.saveDone(copy));
            }
            return ledger.saveStarted(copy, clock.instant())
                    .then(folder.append(copy, message))
                    .then(ledger.saveDone(copy));
        });
    }
}

package dev.agentpost.mail.delivery;

import dev.agentpost.mail.delivery.Arrivals.Arrival;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.mailboxstore.Appended;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.DeliveryId;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderGoneException;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Copies in a store that remembers the delivery id of a message in the folder itself. */
public final class FiledCopies implements MailCopies {
    private static final Logger LOGGER = LoggerFactory.getLogger(FiledCopies.class);
    private static final MessageFlags SEEN = new MessageFlags(Set.of(SystemFlag.SEEN), Set.of());

    private final InboxFolders folders;
    private final MessageFiling filing;
    private final Arrivals arrivals;
    private final Clock clock;

    @Inject
    public FiledCopies(InboxFolders folders, MessageFiling filing, Arrivals arrivals, Clock clock) {
        this.folders = folders;
        this.filing = filing;
        this.arrivals = arrivals;
        this.clock = clock;
    }

    @Override
    public Mono<Outcome> store(CopyId copy, Optional<CopyClaim> claim, MessageSource message) {
        return append(copy, claim, message)
                .onErrorResume(FolderGoneException.class, gone -> {
                    folders.forget(copy.inbox(), copy.folder());
                    return append(copy, claim, message);
                })
                .defaultIfEmpty(Outcome.NO_SUCH_INBOX);
    }

    private Mono<Outcome> append(CopyId copy, Optional<CopyClaim> claim, MessageSource message) {
        return folders.find(copy.inbox(), copy.folder()).flatMap(folder -> {
            MessageFiling.Options options = options(copy, claim, clock.instant());
            return filing.append(folder.id(), message, options)
                    // Whoever is told may block, and the answer comes on a thread that may not.
                    .publishOn(Schedulers.boundedElastic())
                    .flatMap(appended -> announce(copy, folder, message, options, appended))
                    .thenReturn(Outcome.STORED);
        });
    }

    private static MessageFiling.Options options(CopyId copy, Optional<CopyClaim> claim, Instant now) {
        boolean received = isReceived(copy);
        return new MessageFiling.Options(
                Optional.of(deliveryId(copy)),
                claim,
                received ? MessageFlags.NONE : SEEN,
                received,
                now,
                now,
                Optional.of(ContentId.generate()));
    }

    private static boolean isReceived(CopyId copy) {
        return copy.folder() == SystemFolder.INBOX;
    }

    /** Of one folder, so the inbox need not be named. */
    static DeliveryId deliveryId(CopyId copy) {
        return new DeliveryId(copy.submissionId() + "/" + copy.folder().folderName());
    }

    /**
     * Of a message that was there, too: the delivery that brought it may not have heard in time that it had, and told
     * nobody. Sessions that know of it take no notice. What else that delivery did, to a copy that it took over or
     * replaced, they see when they select the folder again.
     */
    private Mono<Void> announce(
            CopyId copy, Folder folder, MessageSource message, MessageFiling.Options options, Appended appended) {
        if (appended.wasThere()) {
            LOGGER.info("mail {} was in {} of {} already", copy.submissionId(), folder.name(), folder.owner());
        }
        Mono<Arrival> arrival = appended.wasThere()
                ? arrivalOfWhatWasThere(copy, folder, appended)
                : Mono.just(arrival(copy, folder, options.row(message, appended), appended));
        return arrival.flatMap(arrivals::announce).onErrorResume(failure -> {
            // The message is there: storing it again would find it.
            LOGGER.warn("sessions in {} of {} were not told of a message", folder.name(), folder.owner(), failure);
            return Mono.empty();
        });
    }

    private Mono<Arrival> arrivalOfWhatWasThere(CopyId copy, Folder folder, Appended appended) {
        if (appended.taken().isPresent()) {
            return Mono.justOrEmpty(appended.taken())
                    .filter(change -> !change.before().equals(change.after()))
                    .map(change -> new Arrivals.WasThere(folder, change));
        }
        return filing.find(folder.id(), List.of(appended.uid()))
                .next()
                // Whoever is told may block.
                .publishOn(Schedulers.boundedElastic())
                .map(stored -> new Arrivals.Came(folder, stored, isReceived(copy)));
    }

    private static Arrival arrival(CopyId copy, Folder folder, StoredMessage stored, Appended appended) {
        return appended.replaced()
                .<Arrival>map(replaced -> new Arrivals.CameInPlaceOf(folder, replaced, stored))
                .orElseGet(() -> new Arrivals.Came(folder, stored, isReceived(copy)));
    }
}

package dev.agentpost.mail.trash;

import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderGoneException;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.PeriodicWork;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Expunges in the Trash folders what entered them longer ago than messages are kept there, whatever their dates. Messages
 * stand there in the order in which they entered, but for what the clocks of nodes differ, and moves that were finished
 * late: so the end of a folder is not read once a whole batch is to be kept. May run on several nodes at once, and again.
 */
public final class TrashEmptying {
    private static final int BATCH = 200;
    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final Duration EVERY = Duration.ofHours(6);
    private static final Logger LOGGER = LoggerFactory.getLogger(TrashEmptying.class);

    private final Duration retention;
    private final FolderStore names;
    private final FolderMessages messages;
    private final MessageFiling filing;
    private final ExpungeNotice notice;
    private final Clock clock;

    /** @param retention how long a message stays in Trash */
    public TrashEmptying(
            Duration retention,
            FolderStore names,
            FolderMessages messages,
            MessageFiling filing,
            ExpungeNotice notice,
            Clock clock) {
        this.retention = retention;
        this.names = names;
        this.messages = messages;
        this.filing = filing;
        this.notice = notice;
        this.clock = clock;
    }

    /**
     * @param folders that were looked through
     * @param removed messages
     * @param bytes of those
     * @param failed folders that could not be looked through, or not to the end
     */
    public record Report(long folders, long removed, long bytes, long failed) {
        public static final Report NOTHING = new Report(0, 0, 0, 0);

        public Report plus(Report other) {
            return new Report(
                    folders + other.folders, removed + other.removed, bytes + other.bytes, failed + other.failed);
        }
    }

    /** As upkeep: soon after a start, since a server may be started often, and then now and again. */
    public PeriodicWork asUpkeep() {
        return new PeriodicWork("emptying of Trash", FIRST, EVERY, () -> run(Optional.empty())
                .reduce(Report.NOTHING, Report::plus)
                .doOnNext(report -> {
                    if (report.removed() > 0) {
                        LOGGER.info(
                                "removed {} messages, {} bytes, that were in Trash for more than {} days",
                                report.removed(),
                                report.bytes(),
                                retention.toDays());
                    }
                }));
    }

    /**
     * One report for each folder, or each batch of a folder that has much to remove.
     *
     * @param owner the address of one inbox; all of them without
     */
    public Flux<Report> run(Optional<String> owner) {
        return trashes(owner).concatMap(this::empty, 1);
    }

    private Flux<Folder> trashes(Optional<String> owner) {
        String name = SystemFolder.TRASH.folderName();
        return owner.map(one -> names.find(one, name).flux())
                .orElseGet(() -> names.listAll().filter(folder -> folder.name().equals(name)));
    }

    private Flux<Report> empty(Folder trash) {
        Instant kept = clock.instant().minus(retention);
        return messages.list(trash.id(), UidRange.ALL)
                .buffer(BATCH)
                .map(batch -> batch.stream()
                        .filter(message -> message.saveDate().isBefore(kept))
                        .toList())
                .takeWhile(expired -> !expired.isEmpty())
                .concatMap(expired -> filing.expungeRows(trash.id(), expired), 1)
                .filter(gone -> !gone.isEmpty())
                .concatMap(gone -> tell(trash, gone).thenReturn(removed(gone)), 1)
                .concatWithValues(new Report(1, 0, 0, 0))
                .onErrorResume(FolderGoneException.class, gone -> Flux.empty())
                .onErrorResume(failure -> {
                    LOGGER.warn("could not empty the Trash of {}, will try again", trash.owner(), failure);
                    return Flux.just(new Report(1, 0, 0, 1));
                });
    }

    private Mono<Void> tell(Folder trash, List<StoredMessage> gone) {
        return Mono.defer(() -> notice.expunged(trash, gone)).subscribeOn(Schedulers.boundedElastic());
    }

    private static Report removed(List<StoredMessage> gone) {
        return new Report(
                0,
                gone.size(),
                gone.stream().mapToLong(StoredMessage::sizeBytes).sum(),
                0);
    }
}

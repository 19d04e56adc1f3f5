package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.FolderBusyException;
import dev.agentpost.mail.mailboxstore.FolderGoneException;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.integrity.FolderAudit;
import java.time.Duration;
import java.util.function.Function;
import javax.inject.Inject;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Counts a folder between two reads of its head: when the second finds the version of the first, no change came in
 * between and the count is of one moment. A folder that changes faster than it is counted is counted again, with
 * growing pauses, and is then an error {@link FolderBusyException}. A correction is a conditional write like any other.
 */
public final class FolderRowsAudit implements FolderAudit {
    private static final Retry UNTIL_UNDISTURBED = Retry.backoff(30, Duration.ofMillis(20))
            .maxBackoff(Duration.ofSeconds(2))
            .filter(Disturbed.class::isInstance)
            .onRetryExhaustedThrow((policy, signal) -> {
                Disturbed disturbed = (Disturbed) signal.failure();
                return new FolderBusyException(disturbed.folder, "it changes faster than it can be counted");
            });

    private final FolderRows rows;

    @Inject
    public FolderRowsAudit(FolderRows rows) {
        this.rows = rows;
    }

    @Override
    public Mono<Differences> audit(FolderId folder) {
        return Mono.defer(() -> count(folder)).retryWhen(UNTIL_UNDISTURBED).map(Recount::differences);
    }

    @Override
    public Mono<Differences> repair(FolderId folder) {
        return audit(folder)
                .flatMap(found -> found.equals(Differences.NONE)
                        ? Mono.just(found)
                        : correct(folder).thenReturn(found));
    }

    /** One correction after the other until nothing differs. */
    private Mono<Void> correct(FolderId folder) {
        return Mono.defer(() -> count(folder))
                .flatMap(recount -> recount.differences().equals(Differences.NONE)
                        ? Mono.just(true)
                        : rows.write(folder, recount.correction()).thenReturn(false))
                .retryWhen(UNTIL_UNDISTURBED)
                .repeat()
                .takeUntil(Function.<Boolean>identity()::apply)
                .then();
    }

    private Mono<Recount> count(FolderId folder) {
        return rows.pages(folder)
                .switchIfEmpty(Mono.error(() -> new FolderGoneException(folder)))
                .flatMap(stored -> rows.messages(folder, UidRange.ALL)
                        .reduceWith(() -> new Recount(stored), (recount, message) -> {
                            recount.add(message);
                            return recount;
                        })
                        .filterWhen(recount -> rows.head(folder)
                                .map(head -> head.version() == stored.head().version()))
                        .switchIfEmpty(Mono.error(() -> new Disturbed(folder))));
    }

    /** The folder was changed while it was counted. */
    private static final class Disturbed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient FolderId folder;

        Disturbed(FolderId folder) {
            super("changed while it was counted", null, false, false);
            this.folder = folder;
        }
    }
}

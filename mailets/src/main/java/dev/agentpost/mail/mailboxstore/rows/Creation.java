package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.FolderBusyException;
import dev.agentpost.mail.mailboxstore.FolderGoneException;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.rows.WriteOutcome.Refused;
import dev.agentpost.mail.mailboxstore.rows.WriteOutcome.Unknown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Makes folders. When it is not known whether one was made, it is made again: whose head it is makes no difference. */
final class Creation {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final FolderRows rows;
    private final LaneLimits limits;
    private final Clock clock;

    Creation(FolderRows rows, LaneLimits limits, Clock clock) {
        this.rows = rows;
        this.limits = limits;
        this.clock = clock;
    }

    Mono<FolderHead> create(FolderId folder, long uidValidity) {
        FolderHead empty = new FolderHead(1, uidValidity, 0, 1, 0, 0, 0, Set.of());
        return Mono.defer(() -> attempt(folder, empty, clock.instant().plus(limits.patience())));
    }

    private Mono<FolderHead> attempt(FolderId folder, FolderHead empty, Instant giveUpAt) {
        return rows.create(folder, empty).flatMap(outcome -> {
            if (outcome instanceof Refused) {
                return rows.latest(folder, Set.of())
                        .map(FolderPages::head)
                        .switchIfEmpty(Mono.error(() -> new FolderGoneException(folder)));
            }
            if (outcome instanceof Unknown unknown) {
                return clock.instant().isBefore(giveUpAt)
                        ? Mono.delay(PAUSE).then(Mono.defer(() -> attempt(folder, empty, giveUpAt)))
                        : Mono.error(busy(folder, unknown));
            }
            return Mono.just(empty);
        });
    }

    private static FolderBusyException busy(FolderId folder, Unknown unknown) {
        FolderBusyException busy = new FolderBusyException(folder, "whether it was made is unknown");
        Optional.ofNullable(unknown.cause()).ifPresent(busy::addSuppressed);
        return busy;
    }
}

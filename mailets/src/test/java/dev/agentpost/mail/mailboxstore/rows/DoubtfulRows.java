package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderId;
import java.time.Duration;
import java.util.Random;
import reactor.core.publisher.Mono;

/**
 * Rows over a bad connection: two of three writes have an unknown outcome. Some of those are made, some are not, and
 * some are made a little later, when the writer may have asked already.
 */
public final class DoubtfulRows extends ForwardingRows {
    private static final Mono<WriteOutcome> UNKNOWN =
            Mono.just(new WriteOutcome.Unknown(new IllegalStateException("no answer came")));

    private final Random random;

    public DoubtfulRows(FolderRows rows, long seed) {
        super(rows);
        this.random = new Random(seed);
    }

    private Mono<WriteOutcome> doubtful(Mono<WriteOutcome> write) {
        return Mono.defer(() -> switch (random.nextInt(6)) {
            case 0 -> UNKNOWN;
            case 1, 2 -> write.then(UNKNOWN);
            case 3 -> {
                Mono.delay(Duration.ofMillis(random.nextInt(20))).then(write).subscribe();
                yield UNKNOWN;
            }
            default -> write;
        });
    }

    @Override
    public Mono<WriteOutcome> create(FolderId folder, FolderHead head) {
        Mono<WriteOutcome> create = super.create(folder, head);
        // None late: it would bring back a folder that was deleted meanwhile.
        return Mono.defer(() -> switch (random.nextInt(6)) {
            case 0 -> UNKNOWN;
            case 1, 2, 3 -> create.then(UNKNOWN);
            default -> create;
        });
    }

    @Override
    public Mono<WriteOutcome> write(FolderId folder, RowBatch batch) {
        return doubtful(super.write(folder, batch));
    }

    @Override
    public Mono<WriteOutcome> delete(FolderId folder, long version) {
        return doubtful(super.delete(folder, version));
    }
}

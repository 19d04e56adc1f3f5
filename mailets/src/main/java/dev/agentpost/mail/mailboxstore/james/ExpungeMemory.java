package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.UidRange;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** A mailbox that remembers what was expunged from it; James's do not. */
public interface ExpungeMemory {
    /** The UIDs that were expunged after a modification sequence; empty when that may be longer ago than is remembered. */
    Mono<Optional<List<UidRange>>> expungedSince(long modSeq);
}

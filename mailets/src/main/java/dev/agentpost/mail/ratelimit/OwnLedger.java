package dev.agentpost.mail.ratelimit;

import dev.agentpost.mail.ratelimit.SendLedgerStore.Stored;
import java.util.Optional;

/**
 * A ledger as this node wrote it last. As long as no other node comes in between, it need not be read before it is replaced:
 * the store says so if one did. Not safe for use by several threads: its account guards it.
 */
final class OwnLedger {
    private Optional<Stored> written = Optional.empty();
    private boolean alone = true;

    /** Empty when it must be read. */
    Optional<Stored> unread() {
        return alone ? written : Optional.empty();
    }

    void wrote(Stored stored) {
        written = Optional.of(stored);
    }

    /** Another node goes on coming until a read finds what this one wrote. */
    void read(Stored stored) {
        alone = written.map(Stored::version).map(stored.version()::equals).orElse(alone);
    }

    void overtaken() {
        alone = false;
    }

    /** What is there now is not known. */
    void forget() {
        written = Optional.empty();
    }
}

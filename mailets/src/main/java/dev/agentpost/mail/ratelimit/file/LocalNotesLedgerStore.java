package dev.agentpost.mail.ratelimit.file;

import dev.agentpost.mail.core.Folders;
import dev.agentpost.mail.ratelimit.SendLedger;
import dev.agentpost.mail.ratelimit.SendLedgerStore;
import dev.agentpost.mail.ratelimit.SendScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * For a server whose store is its own: nobody but itself, started again, asks for its notes, so that they need not be where
 * the ledgers are. A note costs microseconds in a file of this machine. What was noted before the machine itself failed is
 * forgotten, and what was leased then counts as spent until it is out of the window. Safe for use by many threads.
 */
public final class LocalNotesLedgerStore implements SendLedgerStore {
    /** Its own: where searches and large messages wait for each other, those who submit would wait with them. */
    private static final Scheduler WRITER = Schedulers.newSingle("lease-notes", true);

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final SendLedgerStore ledgers;
    private final NoteFile notes;
    private final Clock clock;

    LocalNotesLedgerStore(SendLedgerStore ledgers, NoteFile notes, Clock clock) {
        this.ledgers = ledgers;
        this.notes = notes;
        this.clock = clock;
    }

    /** @param file of the notes, of this process alone; made when absent, with the folders above it */
    public static LocalNotesLedgerStore open(SendLedgerStore ledgers, Path file, Clock clock) throws IOException {
        Folders.createPrivate(file.toAbsolutePath().getParent());
        return new LocalNotesLedgerStore(ledgers, NoteFile.open(file, boot(), clock), clock);
    }

    /** Where the system does not say, that of this process: then all that a killed one had leased counts as spent. */
    private static UUID boot() {
        try {
            return UUID.fromString(Files.readString(BOOT_ID).strip());
        } catch (IOException | IllegalArgumentException e) {
            return UUID.randomUUID();
        }
    }

    @Override
    public Mono<Stored> read(SendScope scope) {
        return ledgers.read(scope);
    }

    @Override
    public Mono<Stored> replace(SendScope scope, Stored before, SendLedger after, Duration keep) {
        return ledgers.replace(scope, before, after, keep);
    }

    @Override
    public Mono<Void> noteSpent(Map<UUID, Long> spent, Duration keep) {
        return writing(() -> {
            Instant until = clock.instant().plus(keep);
            for (Map.Entry<UUID, Long> note : spent.entrySet()) {
                notes.write(note.getKey(), note.getValue(), until);
            }
        });
    }

    @Override
    public Mono<Map<UUID, Long>> spent(Collection<UUID> leases) {
        return Mono.fromSupplier(() -> {
            Map<UUID, Long> spent = new HashMap<>();
            leases.forEach(lease -> notes.read(lease).ifPresent(number -> spent.put(lease, number)));
            return spent;
        });
    }

    @Override
    public Mono<Void> forgetNotes(Collection<UUID> leases) {
        return writing(() -> {
            for (UUID lease : leases) {
                notes.remove(lease);
            }
        });
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static Mono<Void> writing(Writing writing) {
        return Mono.<Void>fromCallable(() -> {
                    writing.run();
                    return null;
                })
                .subscribeOn(WRITER);
    }
}

package dev.agentpost.mail.ratelimit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.ratelimit.SendLedgerStore;
import dev.agentpost.mail.ratelimit.SendLedgerStoreContract;
import dev.agentpost.mail.ratelimit.memory.MemorySendLedgerStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalNotesLedgerStoreTest implements SendLedgerStoreContract {
    private static final UUID BOOT = UUID.randomUUID();
    private static final UUID LEASE = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock();
    private Path file;
    private LocalNotesLedgerStore store;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("notes");
        store = opened(BOOT);
    }

    private LocalNotesLedgerStore opened(UUID boot) throws IOException {
        return new LocalNotesLedgerStore(new MemorySendLedgerStore(), NoteFile.open(file, boot, clock), clock);
    }

    @Override
    public SendLedgerStore testee() {
        return store;
    }

    private static void note(SendLedgerStore on, UUID lease, long spent) {
        on.noteSpent(Map.of(lease, spent), KEEP).block();
    }

    private static Map<UUID, Long> notes(SendLedgerStore on, UUID... leases) {
        return on.spent(List.of(leases)).block();
    }

    /** Nothing is closed when a process is killed. */
    @Test
    void notesShouldOutliveTheProcess() throws IOException {
        note(store, LEASE, 7);
        note(store, OTHER, 1);
        note(store, LEASE, 9);

        LocalNotesLedgerStore restarted = opened(BOOT);

        assertThat(notes(restarted, LEASE, OTHER)).isEqualTo(Map.of(LEASE, 9L, OTHER, 1L));
        note(restarted, LEASE, 10);
        assertThat(notes(opened(BOOT), LEASE, OTHER)).isEqualTo(Map.of(LEASE, 10L, OTHER, 1L));
    }

    /** Of what was written last, nobody knows what the disk has. */
    @Test
    void notesShouldNotOutliveTheMachine() throws IOException {
        note(store, LEASE, 7);

        UUID nextBoot = UUID.randomUUID();

        assertThat(notes(opened(nextBoot), LEASE)).isEmpty();
        assertThat(notes(opened(nextBoot), LEASE)).isEmpty();
    }

    @Test
    void forgottenNotesShouldStayForgottenAndTheirPlacesBeUsed() throws IOException {
        note(store, LEASE, 7);
        note(store, OTHER, 3);
        long size = Files.size(file);

        store.forgetNotes(List.of(LEASE, UUID.randomUUID())).block();

        assertThat(notes(store, LEASE, OTHER)).isEqualTo(Map.of(OTHER, 3L));
        LocalNotesLedgerStore restarted = opened(BOOT);
        assertThat(notes(restarted, LEASE, OTHER)).isEqualTo(Map.of(OTHER, 3L));
        UUID next = UUID.randomUUID();
        note(restarted, next, 5);
        assertThat(Files.size(file)).isEqualTo(size);
        assertThat(notes(restarted, OTHER, next)).isEqualTo(Map.of(OTHER, 3L, next, 5L));
    }

    @Test
    void fileShouldNotGrowByNotesThatNobodyForgot() throws IOException {
        noteMany();
        long size = Files.size(file);

        clock.advance(KEEP.plus(Duration.ofMinutes(2)));
        List<UUID> later = noteMany();

        assertThat(Files.size(file)).isEqualTo(size);
        assertThat(notes(opened(BOOT), later.toArray(UUID[]::new))).hasSize(later.size());
    }

    private List<UUID> noteMany() {
        List<UUID> leases =
                IntStream.range(0, 50).mapToObj(i -> UUID.randomUUID()).toList();
        leases.forEach(lease -> note(store, lease, 1));
        return leases;
    }

    @Test
    void whatIsNoFileOfNotesShouldBeReplaced() throws IOException {
        for (String content : List.of("", "short", "x".repeat(100))) {
            Files.writeString(file, content);

            LocalNotesLedgerStore fresh = opened(BOOT);
            note(fresh, LEASE, 4);

            assertThat(notes(opened(BOOT), LEASE)).isEqualTo(Map.of(LEASE, 4L));
        }
    }

    @Test
    void halfANoteAtTheEndShouldBeWrittenOver() throws IOException {
        note(store, LEASE, 7);
        Files.writeString(file, "half", StandardOpenOption.APPEND);

        LocalNotesLedgerStore restarted = opened(BOOT);
        note(restarted, OTHER, 8);

        assertThat(notes(opened(BOOT), LEASE, OTHER)).isEqualTo(Map.of(LEASE, 7L, OTHER, 8L));
    }

    @Test
    void noteThatCannotBeWrittenShouldBeAFailure() throws IOException {
        NoteFile closed = NoteFile.open(file, BOOT, clock);
        closed.close();
        LocalNotesLedgerStore broken = new LocalNotesLedgerStore(new MemorySendLedgerStore(), closed, clock);

        assertThatThrownBy(() -> note(broken, LEASE, 1)).hasCauseInstanceOf(IOException.class);
        assertThat(notes(broken, LEASE)).isEmpty();
    }

    @Test
    void notesOfManyThreadsShouldAllBeThere() throws IOException {
        List<UUID> leases = Stream.generate(UUID::randomUUID).limit(500).toList();

        leases.parallelStream().forEach(lease -> note(store, lease, lease.hashCode()));

        Map<UUID, Long> kept = notes(opened(BOOT), leases.toArray(UUID[]::new));
        assertThat(leases).allSatisfy(lease -> assertThat(kept).containsEntry(lease, (long) lease.hashCode()));
    }
}
